import { expose } from "comlink";
import { analysis } from "./analysis.ts";

expose(analysis);
