// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** How a client proves who it is. */
public enum SaslMechanism {
    /** User name and password, as they are. */
    PLAIN("PLAIN", "plain.PlainLoginModule"),
    /** User name and a proof of the password. */
    SCRAM_SHA_256("SCRAM-SHA-256", "scram.ScramLoginModule"),
    /** User name and a proof of the password. */
    SCRAM_SHA_512("SCRAM-SHA-512", "scram.ScramLoginModule"),
    /** A token of an identity provider. */
    OAUTHBEARER("OAUTHBEARER", "oauthbearer.OAuthBearerLoginModule"),
    /** Kerberos; needs Kafka's own {@code sasl.jaas.config}. */
    GSSAPI("GSSAPI", "");

    private final String word;
    private final String module;

    SaslMechanism(String word, String module) {
        this.word = word;
        this.module = module;
    }

    /** As it stands in configuration, and as Kafka takes it. */
    public String word() {
        return word;
    }

    /** Kafka's login module. */
    String loginModule() {
        return "org.apache.kafka.common.security." + module;
    }

    /** Whether it takes a user name and a password. */
    boolean takesPassword() {
        return this == PLAIN || this == SCRAM_SHA_256 || this == SCRAM_SHA_512;
    }
}
