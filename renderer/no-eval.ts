/** To be imported before any schema is made. The page's security policy forbids code from text; zod need not try, which would be a reported violation and costs the second reading of all code (for the place in it). */
import { config } from 'zod';

config({ jitless: true });
