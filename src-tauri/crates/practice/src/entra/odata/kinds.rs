//! The kinds of things that are listed: which properties they have, and what can be asked of them (names: `openapi.yaml`,
//! Graph v1.0).

use serde_json::Value;

/// A kind of resource as OData sees it.
#[derive(Debug)]
pub(crate) struct Entity {
    /// Graph's name of the type, without its namespace.
    pub(crate) name: &'static str,
    /// What `$select` may name, in lists of words.
    pub(crate) properties: &'static [&'static str],
    /// What is shown without `$select`; `None`: all that is there.
    pub(crate) default: Option<&'static [&'static str]>,
    pub(crate) filterable: &'static [&'static str],
    pub(crate) searchable: &'static [&'static str],
    pub(crate) sortable: &'static [&'static str],
    /// The query options of a list.
    pub(crate) options: &'static [&'static str],
    /// How many are on a page, and how many can be asked for.
    pub(crate) page: usize,
    pub(crate) most: usize,
    /// Objects of the directory: `$count`, `$search` and some filters are advanced queries, and texts have no case.
    pub(crate) directory: bool,
}

impl Entity {
    /// Whether `$select` may name a property. Directory and schema extensions always may.
    pub(crate) fn has(&self, property: &str) -> bool {
        property.starts_with("extension_") || self.properties.iter().any(|names| holds(names, property))
    }
}

/// What is shown of a property that was selected and has no value: collections are empty, most others null. `None`: it is
/// left out, because it can be neither.
pub(crate) fn without_value(property: &str) -> Option<Value> {
    match property {
        property if holds(COLLECTIONS, property) => Some(Value::Array(Vec::new())),
        property if holds(NEVER_NULL, property) => None,
        _ => Some(Value::Null),
    }
}

/// Whether a word is in a list of words.
fn holds(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

const COLLECTIONS: &str = "\
    addIns alternativeNames appRoles assignedLabels assignedLicenses assignedPlans businessPhones \
    categories endpoints groupTypes identifierUris identities imAddresses infoCatalogs interests \
    keyCredentials licenseAssignmentStates managerApplications marketingNotificationEmails \
    modifiedProperties notificationEmailAddresses oauth2PermissionScopes onPremisesProvisioningErrors \
    otherMails passwordCredentials pastProjects provisionedPlans provisioningSteps proxyAddresses \
    replyUrls requiredResourceAccess resourceBehaviorOptions resourceProvisioningOptions \
    resourceSpecificApplicationPermissions responsibilities schools securityComplianceNotificationMails \
    securityComplianceNotificationPhones servicePlans servicePrincipalNames serviceProvisioningErrors \
    skills subscriptionIds supportedProvisioningTypes supportedSingleSignOnModes tags \
    technicalNotificationMails verifiedDomains";

const NEVER_NULL: &str = "\
    birthday deviceEnrollmentLimit hireDate isEntraIntegrated logo mobileDeviceManagementAuthority \
    oauth2RequirePostResponse";

/// Most collections outside the directory.
const PLAIN: &[&str] = &["filter", "select", "orderby", "top", "skip", "skiptoken"];
/// Collections of directory objects.
const DIRECTORY: &[&str] = &["filter", "search", "select", "orderby", "top", "skiptoken", "count"];

const BASE: Entity = Entity {
    name: "",
    properties: &[],
    default: None,
    filterable: &[],
    searchable: &[],
    sortable: &[],
    options: PLAIN,
    page: 100,
    most: 999,
    directory: false,
};

pub(crate) const USER: Entity = Entity {
    name: "user",
    properties: &[USER_PROPERTIES],
    default: Some(USER_DEFAULT),
    filterable: &[
        "accountEnabled",
        "city",
        "companyName",
        "country",
        "createdDateTime",
        "department",
        "displayName",
        "employeeId",
        "givenName",
        "id",
        "jobTitle",
        "mail",
        "mailNickname",
        "mobilePhone",
        "officeLocation",
        "postalCode",
        "preferredLanguage",
        "state",
        "streetAddress",
        "surname",
        "usageLocation",
        "userPrincipalName",
        "userType",
    ],
    searchable: &[
        "displayName",
        "givenName",
        "jobTitle",
        "mail",
        "mailNickname",
        "surname",
        "userPrincipalName",
    ],
    sortable: &["createdDateTime", "displayName", "userPrincipalName"],
    options: &["filter", "search", "select", "orderby", "top", "skiptoken", "count", "expand"],
    directory: true,
    ..BASE
};

pub(crate) const GROUP: Entity = Entity {
    name: "group",
    properties: &[GROUP_PROPERTIES],
    filterable: &[
        "createdDateTime",
        "description",
        "displayName",
        "id",
        "mail",
        "mailEnabled",
        "mailNickname",
        "securityEnabled",
        "visibility",
    ],
    searchable: &["description", "displayName", "mail", "mailNickname"],
    sortable: &["createdDateTime", "displayName"],
    options: DIRECTORY,
    directory: true,
    ..BASE
};

/// Members of a group: users and groups.
pub(crate) const DIRECTORY_OBJECT: Entity = Entity {
    name: "directoryObject",
    properties: &[USER_PROPERTIES, GROUP_PROPERTIES],
    filterable: &["displayName", "id", "mail", "userPrincipalName"],
    searchable: &["description", "displayName"],
    sortable: &["displayName"],
    options: DIRECTORY,
    directory: true,
    ..BASE
};

pub(crate) const APPLICATION: Entity = Entity {
    name: "application",
    properties: &[APPLICATION_PROPERTIES],
    filterable: &["appId", "createdDateTime", "displayName", "id", "notes"],
    searchable: &["displayName"],
    sortable: &["createdDateTime", "displayName"],
    options: DIRECTORY,
    directory: true,
    ..BASE
};

pub(crate) const SERVICE_PRINCIPAL: Entity = Entity {
    name: "servicePrincipal",
    properties: &[SERVICE_PRINCIPAL_PROPERTIES],
    filterable: &["accountEnabled", "appId", "displayName", "id", "servicePrincipalType"],
    searchable: &["displayName"],
    sortable: &["displayName"],
    options: DIRECTORY,
    directory: true,
    ..BASE
};

pub(crate) const APP_ROLE_ASSIGNMENT: Entity = Entity {
    name: "appRoleAssignment",
    properties: &[APP_ROLE_ASSIGNMENT_PROPERTIES],
    filterable: &["principalDisplayName", "principalId", "resourceId"],
    sortable: &[],
    options: &["filter", "select", "top", "skiptoken", "count"],
    directory: true,
    ..BASE
};

pub(crate) const APPLICATION_TEMPLATE: Entity = Entity {
    name: "applicationTemplate",
    properties: &[APPLICATION_TEMPLATE_PROPERTIES],
    filterable: &["categories", "displayName", "id", "publisher"],
    sortable: &["displayName"],
    ..BASE
};

pub(crate) const TEMPLATE: Entity = Entity {
    name: "synchronizationTemplate",
    properties: &[TEMPLATE_PROPERTIES],
    filterable: &["factoryTag", "id"],
    ..BASE
};

pub(crate) const JOB: Entity = Entity {
    name: "synchronizationJob",
    properties: &[JOB_PROPERTIES],
    filterable: &["id", "templateId"],
    ..BASE
};

pub(crate) const SCHEMA: Entity =
    Entity { name: "synchronizationSchema", properties: &[SCHEMA_PROPERTIES, "directories"], ..BASE };

pub(crate) const FILTER_OPERATOR: Entity = Entity {
    name: "filterOperatorSchema",
    filterable: &["id"],
    options: &["filter", "top", "skip", "skiptoken"],
    ..BASE
};

pub(crate) const FUNCTION: Entity = Entity { name: "attributeMappingFunctionSchema", ..FILTER_OPERATOR };

pub(crate) const PROVISIONING_LOG: Entity = Entity {
    name: "provisioningObjectSummary",
    properties: &[PROVISIONING_LOG_PROPERTIES],
    filterable: &[
        "activityDateTime",
        "changeId",
        "cycleId",
        "id",
        "jobId",
        "provisioningAction",
        "provisioningStatusInfo/status",
        "servicePrincipal/displayName",
        "servicePrincipal/id",
        "sourceIdentity/displayName",
        "sourceIdentity/id",
        "sourceIdentity/identityType",
        "sourceSystem/displayName",
        "targetIdentity/displayName",
        "targetIdentity/id",
        "targetIdentity/identityType",
        "targetSystem/displayName",
        "tenantId",
    ],
    sortable: &["activityDateTime"],
    options: &["filter", "select", "orderby", "top", "skip", "skiptoken"],
    ..BASE
};

pub(crate) const ORGANIZATION: Entity = Entity {
    name: "organization",
    properties: &[ORGANIZATION_PROPERTIES],
    options: &["select", "top"],
    ..BASE
};

pub(crate) const SKU: Entity =
    Entity { name: "subscribedSku", properties: &[SKU_PROPERTIES], options: &["select"], ..BASE };

pub(crate) const DIRECTORY_ROLE: Entity = Entity {
    name: "directoryRole",
    properties: &[DIRECTORY_ROLE_PROPERTIES],
    filterable: &["displayName", "roleTemplateId"],
    options: &["filter", "select", "top", "skiptoken", "count"],
    ..BASE
};

pub(crate) const ROLE_ASSIGNMENT: Entity = Entity {
    name: "unifiedRoleAssignment",
    properties: &[ROLE_ASSIGNMENT_PROPERTIES],
    filterable: &["directoryScopeId", "principalId", "roleDefinitionId"],
    options: &["filter", "select", "top", "skiptoken"],
    ..BASE
};

/// What Graph shows of a user that nothing was selected of.
const USER_DEFAULT: &[&str] = &[
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];

const USER_PROPERTIES: &str = "\
    id deletedDateTime aboutMe accountEnabled ageGroup assignedLicenses assignedPlans authorizationInfo \
    birthday businessPhones city companyName consentProvidedForMinor country createdDateTime \
    creationType customSecurityAttributes department deviceEnrollmentLimit displayName employeeHireDate \
    employeeId employeeLeaveDateTime employeeOrgData employeeType externalUserState \
    externalUserStateChangeDateTime faxNumber givenName hireDate identities identityParentId imAddresses \
    interests isManagementRestricted isResourceAccount jobTitle lastPasswordChangeDateTime \
    legalAgeGroupClassification licenseAssignmentStates mail mailboxSettings mailNickname mobilePhone \
    mySite officeLocation onPremisesDistinguishedName onPremisesDomainName onPremisesExtensionAttributes \
    onPremisesImmutableId onPremisesLastSyncDateTime onPremisesProvisioningErrors \
    onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled \
    onPremisesUserPrincipalName otherMails passwordPolicies passwordProfile pastProjects postalCode \
    preferredDataLocation preferredLanguage preferredName print provisionedPlans proxyAddresses \
    responsibilities schools securityIdentifier serviceProvisioningErrors showInAddressList \
    signInActivity signInSessionsValidFromDateTime skills state streetAddress surname usageLocation \
    userPrincipalName userType";

const GROUP_PROPERTIES: &str = "\
    id deletedDateTime accessType allowExternalSenders assignedLabels assignedLicenses \
    autoSubscribeNewMembers classification createdDateTime description displayName expirationDateTime \
    groupTypes hasMembersWithLicenseErrors hideFromAddressLists hideFromOutlookClients infoCatalogs \
    isArchived isAssignableToRole isFavorite isManagementRestricted isSubscribedByMail \
    licenseProcessingState mail mailEnabled mailNickname membershipRule membershipRuleProcessingState \
    onPremisesDomainName onPremisesExtensionAttributes onPremisesLastSyncDateTime onPremisesNetBiosName \
    onPremisesProvisioningErrors onPremisesSamAccountName onPremisesSecurityIdentifier \
    onPremisesSyncEnabled organizationId preferredDataLocation preferredLanguage proxyAddresses \
    renewedDateTime resourceBehaviorOptions resourceProvisioningOptions securityEnabled \
    securityIdentifier serviceProvisioningErrors theme uniqueName unseenConversationsCount unseenCount \
    unseenMessagesCount visibility welcomeMessageEnabled";

const APPLICATION_PROPERTIES: &str = "\
    id deletedDateTime addIns api appId applicationTemplateId appRoles authenticationBehaviors \
    certification createdByAppId createdDateTime defaultRedirectUri description \
    disabledByMicrosoftStatus displayName groupMembershipClaims identifierUris info \
    isDeviceOnlyAuthSupported isDisabled isFallbackPublicClient keyCredentials logo managerApplications \
    nativeAuthenticationApisEnabled notes oauth2RequirePostResponse optionalClaims \
    parentalControlSettings passwordCredentials publicClient publisherDomain \
    requestSignatureVerification requiredResourceAccess samlMetadataUrl serviceManagementReference \
    servicePrincipalLockConfiguration signInAudience spa tags tokenEncryptionKeyId uniqueName \
    verifiedPublisher web";

const SERVICE_PRINCIPAL_PROPERTIES: &str = "\
    id deletedDateTime accountEnabled addIns alternativeNames appDescription appDisplayName appId \
    applicationTemplateId appOwnerOrganizationId appRoleAssignmentRequired appRoles createdByAppId \
    customSecurityAttributes description disabledByMicrosoftStatus displayName homepage info isDisabled \
    keyCredentials loginUrl logoutUrl notes notificationEmailAddresses oauth2PermissionScopes \
    passwordCredentials preferredSingleSignOnMode preferredTokenSigningKeyThumbprint replyUrls \
    resourceSpecificApplicationPermissions samlSingleSignOnSettings servicePrincipalNames \
    servicePrincipalType signInAudience tags tokenEncryptionKeyId verifiedPublisher";

const APP_ROLE_ASSIGNMENT_PROPERTIES: &str = "\
    id deletedDateTime appRoleId createdDateTime principalDisplayName principalId principalType \
    resourceDisplayName resourceId";

const APPLICATION_TEMPLATE_PROPERTIES: &str = "\
    id categories deprecationDate description displayName endpoints homePageUrl isEntraIntegrated \
    lastModifiedDateTime logoUrl publisher riskFactors riskScore supportedProvisioningTypes \
    supportedSingleSignOnModes";

const TEMPLATE_PROPERTIES: &str = "id applicationId default description discoverable factoryTag metadata";

const JOB_PROPERTIES: &str = "\
    id schedule status synchronizationJobSettings templateId";

const SCHEMA_PROPERTIES: &str = "\
    id synchronizationRules version";

const PROVISIONING_LOG_PROPERTIES: &str = "\
    id activityDateTime changeId cycleId durationInMilliseconds initiatedBy jobId modifiedProperties \
    provisioningAction provisioningStatusInfo provisioningSteps servicePrincipal sourceIdentity \
    sourceSystem targetIdentity targetSystem tenantId";

const ORGANIZATION_PROPERTIES: &str = "\
    id deletedDateTime assignedPlans businessPhones city country countryLetterCode createdDateTime \
    defaultUsageLocation displayName marketingNotificationEmails mobileDeviceManagementAuthority \
    onPremisesLastSyncDateTime onPremisesSyncEnabled partnerTenantType postalCode preferredLanguage \
    privacyProfile provisionedPlans securityComplianceNotificationMails \
    securityComplianceNotificationPhones state street technicalNotificationMails tenantType \
    verifiedDomains";

const SKU_PROPERTIES: &str = "\
    id accountId accountName appliesTo capabilityStatus consumedUnits prepaidUnits servicePlans skuId \
    skuPartNumber subscriptionIds";

const DIRECTORY_ROLE_PROPERTIES: &str = "id deletedDateTime description displayName roleTemplateId";

const ROLE_ASSIGNMENT_PROPERTIES: &str = "\
    id appScopeId condition directoryScopeId principalId principalOrganizationId roleDefinitionId";
