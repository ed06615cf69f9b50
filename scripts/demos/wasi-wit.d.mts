/** The WIT of WASI 0.2.12, every package nested (`package x { … }`) so that it can follow another package in one text. */
export declare const wasiWit: string;
/** The same of WASI 0.3.0. */
export declare const thirdWasiWit: string;
