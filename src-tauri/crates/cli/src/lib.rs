//! onrampctl: the use cases of Onramp without a window.
