// SPDX-License-Identifier: MIT
package io.mqconnector.itests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.broker.Certificate;
import io.mqconnector.broker.Deadline;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.output.TestSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.admin.UserScramCredentialsDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Brokers with TLS, with every mechanism of SASL, and with permissions. */
final class SecureBrokers {
    static final String USER = "alice";
    static final String OTHER_USER = "bob";
    /** Of both. */
    static final String PASSWORD = TestSecrets.MARKER + "-\"7\\";
    /** Of nobody. */
    static final String WRONG = TestSecrets.MARKER + "-wrong";

    /** The same as it stands between quotation marks in a line of JAAS. */
    static final String QUOTED_PASSWORD = TestSecrets.MARKER + "-\\\"7\\\\";

    private static final String QUOTED = "=\"" + QUOTED_PASSWORD + "\"";

    private static final String SASL = "org.apache.kafka.common.security.";
    private static final String LISTENER = "listener.name.client.";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SecureBrokers() {}

    /**
     * A broker with SASL.
     *
     * @param protocol with TLS or without
     * @param certificate its own, for TLS
     */
    static EmbeddedBroker.Builder sasl(SecurityProtocol protocol, Certificate certificate) {
        var builder = EmbeddedBroker.builder()
                .clientProtocol(protocol)
                .property(LISTENER + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER")
                .property(
                        LISTENER + "plain.sasl.jaas.config",
                        SASL + "plain.PlainLoginModule required user_" + USER + QUOTED + " user_" + OTHER_USER + QUOTED
                                + ";")
                .property(LISTENER + "scram-sha-256.sasl.jaas.config", SASL + "scram.ScramLoginModule required;")
                .property(LISTENER + "scram-sha-512.sasl.jaas.config", SASL + "scram.ScramLoginModule required;")
                .property(
                        LISTENER + "oauthbearer.sasl.jaas.config",
                        SASL + "oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\";")
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                // the kit's own clients, on the direct listener
                .property("super.users", "User:ANONYMOUS")
                // who has no rule may do all: the tests forbid one thing each
                .property("allow.everyone.if.no.acl.found", "true");
        return protocol == SecurityProtocol.SASL_SSL ? withCertificate(builder, certificate) : builder;
    }

    /**
     * A broker with TLS that asks for a certificate.
     *
     * @param certificate its own
     * @param client the only one that it trusts
     */
    static EmbeddedBroker.Builder tls(Certificate certificate, Certificate client) {
        return withCertificate(EmbeddedBroker.builder().clientProtocol(SecurityProtocol.SSL), certificate)
                .property(LISTENER + "ssl.client.auth", "required")
                .property(LISTENER + "ssl.truststore.location", trust(client, "PKCS12"))
                .property(LISTENER + "ssl.truststore.type", "PKCS12")
                .property(LISTENER + "ssl.truststore.password", Certificate.PASSWORD);
    }

    private static EmbeddedBroker.Builder withCertificate(EmbeddedBroker.Builder builder, Certificate certificate) {
        return builder.property(
                        LISTENER + "ssl.keystore.location",
                        certificate.keyStore().toString())
                .property(LISTENER + "ssl.keystore.type", "PKCS12")
                .property(LISTENER + "ssl.keystore.password", Certificate.PASSWORD)
                .property(LISTENER + "ssl.key.password", Certificate.PASSWORD);
    }

    static String trust(Certificate certificate, String type) {
        Path store = certificate.trustStore(type);
        return store.toString();
    }

    /** Gives a user of SCRAM a password; returns when the broker knows it, which is told of it after the controller. */
    static void addUser(Admin admin, String user, String password) {
        var mechanisms = List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512);
        for (var mechanism : mechanisms) {
            await(admin.alterUserScramCredentials(List.of(
                            new UserScramCredentialUpsertion(user, new ScramCredentialInfo(mechanism, 4096), password)))
                    .all());
        }
        awaitKnown(() -> await(admin.describeUserScramCredentials().all())
                .getOrDefault(user, new UserScramCredentialsDescription(user, List.of()))
                .credentialInfos()
                .stream()
                .map(ScramCredentialInfo::mechanism)
                .toList()
                .containsAll(mechanisms));
    }

    /**
     * Allows a user one thing on a topic or group, and with that forbids everybody everything else there; returns when the
     * broker goes by it, which is told of it after the controller.
     */
    static void allow(Admin admin, String user, AclOperation operation, ResourceType type, String name) {
        var rule = new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
        await(admin.createAcls(List.of(rule)).all());
        awaitKnown(() -> await(admin.describeAcls(rule.toFilter()).values()).contains(rule));
    }

    private static void awaitKnown(BooleanSupplier isKnown) {
        assertThat(Deadline.in(PATIENCE).await(isKnown))
                .as("the broker knows it")
                .isTrue();
    }

    static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the broker did not do it", e);
        }
    }
}
