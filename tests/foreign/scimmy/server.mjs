// A SCIM service made of scimmy-routers, which bring the protocol and leave three things to their host: where the
// resources are kept, who may come in, and where it listens. Everything is in memory and on the loopback interface.
//
//   SCIM_TOKEN=… node server.mjs PORT      the first line printed says where it is; 0 for any free port
import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const token = process.env.SCIM_TOKEN;
const port = Number(process.argv[2] ?? 0);
if (!token || !Number.isInteger(port)) {
    console.error("usage: SCIM_TOKEN=… node server.mjs PORT");
    process.exit(2);
}

/** One resource type's resources, with an index over the name that has to be unique. */
class Shelf {
    #byId = new Map();
    #byName = new Map();
    #name;

    constructor(name) {
        this.#name = name;
    }

    handlers() {
        return {
            ingress: (resource, data) => this.#put(resource.id, data),
            egress: (resource) => (resource.id ? this.#get(resource.id) : this.#find(resource.filter)),
            degress: (resource) => this.#drop(resource.id),
        };
    }

    #key(stored) {
        return String(stored[this.#name] ?? "").toLowerCase();
    }

    #get(id) {
        const stored = this.#byId.get(id);
        if (!stored) throw new SCIMMY.Types.Error(404, null, `There is no resource ${id}.`);
        return stored;
    }

    #put(id, data) {
        const before = id ? this.#get(id) : undefined;
        const now = new Date().toISOString();
        const stored = {
            ...JSON.parse(JSON.stringify(data)),
            id: before?.id ?? randomUUID(),
            meta: { created: before?.meta.created ?? now, lastModified: now },
        };
        const holder = this.#byName.get(this.#key(stored));
        if (holder && holder.id !== stored.id) {
            throw new SCIMMY.Types.Error(409, "uniqueness", `${this.#name} is taken.`);
        }
        if (before) this.#byName.delete(this.#key(before));
        this.#byId.set(stored.id, stored);
        this.#byName.set(this.#key(stored), stored);
        return stored;
    }

    /** By the index where a filter is the name alone, as any database would; else the library looks through all. */
    #find(filter) {
        const only = filter?.length === 1 && Object.keys(filter[0]).length === 1 ? filter[0][this.#name] : undefined;
        if (Array.isArray(only) && only.length === 2 && only[0] === "eq" && typeof only[1] === "string") {
            const stored = this.#byName.get(only[1].toLowerCase());
            return stored ? [stored] : [];
        }
        const all = [...this.#byId.values()];
        return filter ? filter.match(all) : all;
    }

    #drop(id) {
        const stored = this.#get(id);
        this.#byId.delete(id);
        this.#byName.delete(this.#key(stored));
    }
}

SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser), new Shelf("userName").handlers());
SCIMMY.Resources.declare(SCIMMY.Resources.Group, new Shelf("displayName").handlers());

const app = express();
app.disable("x-powered-by");
app.use(
    "/v2",
    new SCIMMYRouters({
        type: "bearer",
        handler: (request) => {
            if (request.header("authorization") !== `Bearer ${token}`) throw new Error("The token is not known.");
            return "entra";
        },
    }),
);
const server = app.listen(port, "127.0.0.1", () => {
    console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/v2` }));
});
server.keepAliveTimeout = 60_000;
process.on("SIGTERM", () => server.close(() => process.exit(0)).closeAllConnections());
