// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Locale;

/** What a file of certificates or keys is. */
public enum StoreType {
    /** By the name of the file: {@code .p12} and {@code .pfx}, {@code .pem}, {@code .crt}, {@code .cer} and {@code .key}; else JKS. */
    AUTO,
    /** Java's own. */
    JKS,
    /** The standard one. */
    PKCS12,
    /** Text. */
    PEM;

    /** The type of a file, never {@link #AUTO}. */
    StoreType of(String location) {
        if (this != AUTO) {
            return this;
        }
        String name = location.toLowerCase(Locale.ROOT);
        if (name.endsWith(".p12") || name.endsWith(".pfx")) {
            return PKCS12;
        }
        return name.endsWith(".pem") || name.endsWith(".crt") || name.endsWith(".cer") || name.endsWith(".key")
                ? PEM
                : JKS;
    }
}
