// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** How a client speaks to the brokers. */
public enum SecurityProtocol {
    /** In the clear, as nobody. */
    PLAINTEXT(false, false),
    /** Encrypted; the client is known by its certificate, if it has one. */
    SSL(false, true),
    /** In the clear, with a user's credentials. */
    SASL_PLAINTEXT(true, false),
    /** Encrypted, with a user's credentials. */
    SASL_SSL(true, true);

    private final boolean authenticated;
    private final boolean encrypted;

    SecurityProtocol(boolean authenticated, boolean encrypted) {
        this.authenticated = authenticated;
        this.encrypted = encrypted;
    }

    /** Whether SASL credentials are asked for. */
    boolean isAuthenticated() {
        return authenticated;
    }

    /** Whether it is TLS. */
    boolean isEncrypted() {
        return encrypted;
    }
}
