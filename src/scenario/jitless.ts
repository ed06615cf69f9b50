import { z } from "zod";

// The page's policy forbids eval, and zod looks for it whenever an object schema is made: this module comes before any schema.
z.config({ jitless: true });
