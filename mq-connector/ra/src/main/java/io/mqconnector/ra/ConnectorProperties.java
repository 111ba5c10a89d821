// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator can set on the resource adapter and on a connection factory: a JavaBean property for each key of a
 * connector, and {@code configuration} for all others. What is not set here comes from MicroProfile Config.
 *
 * <p>Thread-safe. A change after the start has no effect.
 */
public abstract class ConnectorProperties extends PropertyBean {
    private static final long serialVersionUID = 1L;

    /** For containers. */
    protected ConnectorProperties() {
        super("mq.");
    }

    /** Settings by full key, as a connector takes them. */
    static MqConfig toConfig(Map<String, String> settings) {
        var config = MqConfig.builder();
        settings.forEach(config::set);
        return config.build();
    }

    /** {@code mq.instance-id}: The name of this instance: stable over restarts, different for each process; used in client ids, transactional ids and JMX names. By default the node name of WildFly, on Payara and GlassFish host and instance, else the host, followed by -1. */
    public @Nullable String getInstanceId() {
        return text("mq.instance-id");
    }

    /** {@code mq.instance-id}; null or blank for not set here. */
    public void setInstanceId(@Nullable String instanceId) {
        set("mq.instance-id", instanceId);
    }

    /** {@code mq.profile}: A set of values for a purpose, weaker than anything that is set; see Profiles above. What changes with it takes effect as each of its keys does. */
    public @Nullable String getProfile() {
        return text("mq.profile");
    }

    /** {@code mq.profile}; null or blank for not set here. */
    public void setProfile(@Nullable String profile) {
        set("mq.profile", profile);
    }

    /** {@code mq.client.brokers}: The brokers to start from; the others are found through them. Separated by commas. */
    public @Nullable String getBrokers() {
        return text("mq.client.brokers");
    }

    /** {@code mq.client.brokers}; null or blank for not set here. */
    public void setBrokers(@Nullable String brokers) {
        set("mq.client.brokers", brokers);
    }

    /** {@code mq.client.client-id}: The prefix of the client ids that brokers see in quotas and logs; the role of each client is added. */
    public @Nullable String getClientId() {
        return text("mq.client.client-id");
    }

    /** {@code mq.client.client-id}; null or blank for not set here. */
    public void setClientId(@Nullable String clientId) {
        set("mq.client.client-id", clientId);
    }

    /** {@code mq.client.source}: Who sends: goes out with every message as header X-Source, unless the message brings one. */
    public @Nullable String getSource() {
        return text("mq.client.source");
    }

    /** {@code mq.client.source}; null or blank for not set here. */
    public void setSource(@Nullable String source) {
        set("mq.client.source", source);
    }

    /** {@code mq.client.security-protocol}: Whether connections are encrypted (SSL) and prove a user (SASL). */
    public @Nullable String getSecurityProtocol() {
        return text("mq.client.security-protocol");
    }

    /** {@code mq.client.security-protocol}; null or blank for not set here. */
    public void setSecurityProtocol(@Nullable String securityProtocol) {
        set("mq.client.security-protocol", securityProtocol);
    }

    /** {@code mq.client.sasl-mechanism}: How the user is proved; GSSAPI (Kerberos) needs mq.kafka.common.sasl.jaas.config. */
    public @Nullable String getSaslMechanism() {
        return text("mq.client.sasl-mechanism");
    }

    /** {@code mq.client.sasl-mechanism}; null or blank for not set here. */
    public void setSaslMechanism(@Nullable String saslMechanism) {
        set("mq.client.sasl-mechanism", saslMechanism);
    }

    /** {@code mq.client.sasl-username}: The user, for PLAIN and SCRAM. */
    public @Nullable String getSaslUsername() {
        return text("mq.client.sasl-username");
    }

    /** {@code mq.client.sasl-username}; null or blank for not set here. */
    public void setSaslUsername(@Nullable String saslUsername) {
        set("mq.client.sasl-username", saslUsername);
    }

    /** {@code mq.client.sasl-password}: The user's password, for PLAIN and SCRAM. */
    public @Nullable String getSaslPassword() {
        return text("mq.client.sasl-password");
    }

    /** {@code mq.client.sasl-password}; null or blank for not set here. */
    public void setSaslPassword(@Nullable String saslPassword) {
        set("mq.client.sasl-password", saslPassword);
    }

    /** {@code mq.client.oauth-endpoint}: Where OAUTHBEARER gets its tokens; must also stand in the system property org.apache.kafka.sasl.oauthbearer.allowed.urls. */
    public @Nullable String getOauthEndpoint() {
        return text("mq.client.oauth-endpoint");
    }

    /** {@code mq.client.oauth-endpoint}; null or blank for not set here. */
    public void setOauthEndpoint(@Nullable String oauthEndpoint) {
        set("mq.client.oauth-endpoint", oauthEndpoint);
    }

    /** {@code mq.client.oauth-client-id}: Who asks for the token. */
    public @Nullable String getOauthClientId() {
        return text("mq.client.oauth-client-id");
    }

    /** {@code mq.client.oauth-client-id}; null or blank for not set here. */
    public void setOauthClientId(@Nullable String oauthClientId) {
        set("mq.client.oauth-client-id", oauthClientId);
    }

    /** {@code mq.client.oauth-client-secret}: The secret of who asks for the token. */
    public @Nullable String getOauthClientSecret() {
        return text("mq.client.oauth-client-secret");
    }

    /** {@code mq.client.oauth-client-secret}; null or blank for not set here. */
    public void setOauthClientSecret(@Nullable String oauthClientSecret) {
        set("mq.client.oauth-client-secret", oauthClientSecret);
    }

    /** {@code mq.client.oauth-scope}: What the token is to be good for. */
    public @Nullable String getOauthScope() {
        return text("mq.client.oauth-scope");
    }

    /** {@code mq.client.oauth-scope}; null or blank for not set here. */
    public void setOauthScope(@Nullable String oauthScope) {
        set("mq.client.oauth-scope", oauthScope);
    }

    /** {@code mq.client.ssl-truststore-location}: The certificates of those who may sign a broker's; without it, those that Java trusts. */
    public @Nullable String getSslTruststoreLocation() {
        return text("mq.client.ssl-truststore-location");
    }

    /** {@code mq.client.ssl-truststore-location}; null or blank for not set here. */
    public void setSslTruststoreLocation(@Nullable String sslTruststoreLocation) {
        set("mq.client.ssl-truststore-location", sslTruststoreLocation);
    }

    /** {@code mq.client.ssl-truststore-password}: The password of that file; none for PEM. */
    public @Nullable String getSslTruststorePassword() {
        return text("mq.client.ssl-truststore-password");
    }

    /** {@code mq.client.ssl-truststore-password}; null or blank for not set here. */
    public void setSslTruststorePassword(@Nullable String sslTruststorePassword) {
        set("mq.client.ssl-truststore-password", sslTruststorePassword);
    }

    /** {@code mq.client.ssl-truststore-type}: What that file is; auto goes by its name. */
    public @Nullable String getSslTruststoreType() {
        return text("mq.client.ssl-truststore-type");
    }

    /** {@code mq.client.ssl-truststore-type}; null or blank for not set here. */
    public void setSslTruststoreType(@Nullable String sslTruststoreType) {
        set("mq.client.ssl-truststore-type", sslTruststoreType);
    }

    /** {@code mq.client.ssl-truststore-certificates}: The certificates themselves, instead of a file. */
    public @Nullable String getSslTruststoreCertificates() {
        return text("mq.client.ssl-truststore-certificates");
    }

    /** {@code mq.client.ssl-truststore-certificates}; null or blank for not set here. */
    public void setSslTruststoreCertificates(@Nullable String sslTruststoreCertificates) {
        set("mq.client.ssl-truststore-certificates", sslTruststoreCertificates);
    }

    /** {@code mq.client.ssl-keystore-location}: The key and certificate that this client shows to a broker that asks for them. */
    public @Nullable String getSslKeystoreLocation() {
        return text("mq.client.ssl-keystore-location");
    }

    /** {@code mq.client.ssl-keystore-location}; null or blank for not set here. */
    public void setSslKeystoreLocation(@Nullable String sslKeystoreLocation) {
        set("mq.client.ssl-keystore-location", sslKeystoreLocation);
    }

    /** {@code mq.client.ssl-keystore-password}: The password of that file; none for PEM. */
    public @Nullable String getSslKeystorePassword() {
        return text("mq.client.ssl-keystore-password");
    }

    /** {@code mq.client.ssl-keystore-password}; null or blank for not set here. */
    public void setSslKeystorePassword(@Nullable String sslKeystorePassword) {
        set("mq.client.ssl-keystore-password", sslKeystorePassword);
    }

    /** {@code mq.client.ssl-keystore-type}: What that file is; auto goes by its name. */
    public @Nullable String getSslKeystoreType() {
        return text("mq.client.ssl-keystore-type");
    }

    /** {@code mq.client.ssl-keystore-type}; null or blank for not set here. */
    public void setSslKeystoreType(@Nullable String sslKeystoreType) {
        set("mq.client.ssl-keystore-type", sslKeystoreType);
    }

    /** {@code mq.client.ssl-key-password}: The password of the key, where it has one of its own. */
    public @Nullable String getSslKeyPassword() {
        return text("mq.client.ssl-key-password");
    }

    /** {@code mq.client.ssl-key-password}; null or blank for not set here. */
    public void setSslKeyPassword(@Nullable String sslKeyPassword) {
        set("mq.client.ssl-key-password", sslKeyPassword);
    }

    /** {@code mq.client.ssl-keystore-key}: The client's key itself, instead of a file. */
    public @Nullable String getSslKeystoreKey() {
        return text("mq.client.ssl-keystore-key");
    }

    /** {@code mq.client.ssl-keystore-key}; null or blank for not set here. */
    public void setSslKeystoreKey(@Nullable String sslKeystoreKey) {
        set("mq.client.ssl-keystore-key", sslKeystoreKey);
    }

    /** {@code mq.client.ssl-keystore-certificate-chain}: The client's certificate and those up to the one that the broker trusts, instead of a file. */
    public @Nullable String getSslKeystoreCertificateChain() {
        return text("mq.client.ssl-keystore-certificate-chain");
    }

    /** {@code mq.client.ssl-keystore-certificate-chain}; null or blank for not set here. */
    public void setSslKeystoreCertificateChain(@Nullable String sslKeystoreCertificateChain) {
        set("mq.client.ssl-keystore-certificate-chain", sslKeystoreCertificateChain);
    }

    /** {@code mq.client.ssl-endpoint-identification}: Whether a broker's certificate must bear the name that is connected to. */
    public @Nullable String getSslEndpointIdentification() {
        return text("mq.client.ssl-endpoint-identification");
    }

    /** {@code mq.client.ssl-endpoint-identification}; null or blank for not set here. */
    public void setSslEndpointIdentification(@Nullable String sslEndpointIdentification) {
        set("mq.client.ssl-endpoint-identification", sslEndpointIdentification);
    }

    /** {@code mq.connection.dial-timeout}: How long a connection to a broker may take to be set up; socket.connection.setup.timeout.max.ms is never lower. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getConnectionDialTimeout() {
        return text("mq.connection.dial-timeout");
    }

    /** {@code mq.connection.dial-timeout}; null or blank for not set here. */
    public void setConnectionDialTimeout(@Nullable String connectionDialTimeout) {
        set("mq.connection.dial-timeout", connectionDialTimeout);
    }

    /** {@code mq.connection.read-timeout}: How long a broker may take to answer; Kafka has one time-out for this and write-timeout, request.timeout.ms, which is the longer of the two, or the one that is set. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getConnectionReadTimeout() {
        return text("mq.connection.read-timeout");
    }

    /** {@code mq.connection.read-timeout}; null or blank for not set here. */
    public void setConnectionReadTimeout(@Nullable String connectionReadTimeout) {
        set("mq.connection.read-timeout", connectionReadTimeout);
    }

    /** {@code mq.connection.write-timeout}: How long a broker may take to accept a request, see read-timeout. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getConnectionWriteTimeout() {
        return text("mq.connection.write-timeout");
    }

    /** {@code mq.connection.write-timeout}; null or blank for not set here. */
    public void setConnectionWriteTimeout(@Nullable String connectionWriteTimeout) {
        set("mq.connection.write-timeout", connectionWriteTimeout);
    }

    /** {@code mq.connection.max-retries}: How often a request of a producer is sent again; idempotence needs at least 1. A low number makes a send fail in trouble that would have passed. */
    public @Nullable Integer getConnectionMaxRetries() {
        return integer("mq.connection.max-retries");
    }

    /** {@code mq.connection.max-retries}; null or blank for not set here. */
    public void setConnectionMaxRetries(@Nullable Integer connectionMaxRetries) {
        set("mq.connection.max-retries", connectionMaxRetries);
    }

    /** {@code mq.connection.retry-backoff}: The first pause before a request is sent again; later ones are longer. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getConnectionRetryBackoff() {
        return text("mq.connection.retry-backoff");
    }

    /** {@code mq.connection.retry-backoff}; null or blank for not set here. */
    public void setConnectionRetryBackoff(@Nullable String connectionRetryBackoff) {
        set("mq.connection.retry-backoff", connectionRetryBackoff);
    }

    /** {@code mq.connection.retry-max-backoff}: The longest such pause; not below retry-backoff. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getConnectionRetryMaxBackoff() {
        return text("mq.connection.retry-max-backoff");
    }

    /** {@code mq.connection.retry-max-backoff}; null or blank for not set here. */
    public void setConnectionRetryMaxBackoff(@Nullable String connectionRetryMaxBackoff) {
        set("mq.connection.retry-max-backoff", connectionRetryMaxBackoff);
    }

    /** {@code mq.connection.metadata-max-age}: How old what a client knows of topics and partitions may become: how soon a consumer finds topics and partitions that are new. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getConnectionMetadataMaxAge() {
        return text("mq.connection.metadata-max-age");
    }

    /** {@code mq.connection.metadata-max-age}; null or blank for not set here. */
    public void setConnectionMetadataMaxAge(@Nullable String connectionMetadataMaxAge) {
        set("mq.connection.metadata-max-age", connectionMetadataMaxAge);
    }

    /** {@code mq.producer.compression}: How batches are compressed. */
    public @Nullable String getProducerCompression() {
        return text("mq.producer.compression");
    }

    /** {@code mq.producer.compression}; null or blank for not set here. */
    public void setProducerCompression(@Nullable String producerCompression) {
        set("mq.producer.compression", producerCompression);
    }

    /** {@code mq.producer.batch-size}: The most bytes in a batch of one partition; 0 sends every record alone. Bytes, as {@code 16KiB}. */
    public @Nullable String getProducerBatchSize() {
        return text("mq.producer.batch-size");
    }

    /** {@code mq.producer.batch-size}; null or blank for not set here. */
    public void setProducerBatchSize(@Nullable String producerBatchSize) {
        set("mq.producer.batch-size", producerBatchSize);
    }

    /** {@code mq.producer.linger}: The longest time the producer waits to fill a batch. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getProducerLinger() {
        return text("mq.producer.linger");
    }

    /** {@code mq.producer.linger}; null or blank for not set here. */
    public void setProducerLinger(@Nullable String producerLinger) {
        set("mq.producer.linger", producerLinger);
    }

    /** {@code mq.producer.max-message-bytes}: The largest message before compression, and the largest request. Bytes, as {@code 16KiB}. */
    public @Nullable String getProducerMaxMessageBytes() {
        return text("mq.producer.max-message-bytes");
    }

    /** {@code mq.producer.max-message-bytes}; null or blank for not set here. */
    public void setProducerMaxMessageBytes(@Nullable String producerMaxMessageBytes) {
        set("mq.producer.max-message-bytes", producerMaxMessageBytes);
    }

    /** {@code mq.producer.acks}: How many replicas must have a record before it is acknowledged; 0 and 1 may lose messages and switch idempotence off. */
    public @Nullable String getProducerAcks() {
        return text("mq.producer.acks");
    }

    /** {@code mq.producer.acks}; null or blank for not set here. */
    public void setProducerAcks(@Nullable String producerAcks) {
        set("mq.producer.acks", producerAcks);
    }

    /** {@code mq.producer.request-timeout}: How long a broker may take to answer a request before it is sent again. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getProducerRequestTimeout() {
        return text("mq.producer.request-timeout");
    }

    /** {@code mq.producer.request-timeout}; null or blank for not set here. */
    public void setProducerRequestTimeout(@Nullable String producerRequestTimeout) {
        set("mq.producer.request-timeout", producerRequestTimeout);
    }

    /** {@code mq.producer.delivery-timeout}: How long a message may take until it is acknowledged or failed, retries included; at least linger + request-timeout. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getProducerDeliveryTimeout() {
        return text("mq.producer.delivery-timeout");
    }

    /** {@code mq.producer.delivery-timeout}; null or blank for not set here. */
    public void setProducerDeliveryTimeout(@Nullable String producerDeliveryTimeout) {
        set("mq.producer.delivery-timeout", producerDeliveryTimeout);
    }

    /** {@code mq.producer.max-block}: How long a send may wait for metadata or for room in the buffer. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getProducerMaxBlock() {
        return text("mq.producer.max-block");
    }

    /** {@code mq.producer.max-block}; null or blank for not set here. */
    public void setProducerMaxBlock(@Nullable String producerMaxBlock) {
        set("mq.producer.max-block", producerMaxBlock);
    }

    /** {@code mq.producer.buffer}: The bytes that wait to be sent, for each stripe. Bytes, as {@code 16KiB}. */
    public @Nullable String getProducerBuffer() {
        return text("mq.producer.buffer");
    }

    /** {@code mq.producer.buffer}; null or blank for not set here. */
    public void setProducerBuffer(@Nullable String producerBuffer) {
        set("mq.producer.buffer", producerBuffer);
    }

    /** {@code mq.producer.max-batch-count}: The most messages that a synchronous batch send hands over before it waits for their outcomes and goes on. */
    public @Nullable Integer getProducerMaxBatchCount() {
        return integer("mq.producer.max-batch-count");
    }

    /** {@code mq.producer.max-batch-count}; null or blank for not set here. */
    public void setProducerMaxBatchCount(@Nullable Integer producerMaxBatchCount) {
        set("mq.producer.max-batch-count", producerMaxBatchCount);
    }

    /** {@code mq.producer.max-batch-size}: The most bytes that a synchronous batch send hands over before it waits; below buffer, or the buffer bounds it. Bytes, as {@code 16KiB}. */
    public @Nullable String getProducerMaxBatchSize() {
        return text("mq.producer.max-batch-size");
    }

    /** {@code mq.producer.max-batch-size}; null or blank for not set here. */
    public void setProducerMaxBatchSize(@Nullable String producerMaxBatchSize) {
        set("mq.producer.max-batch-size", producerMaxBatchSize);
    }

    /** {@code mq.producer.idempotence}: Whether the broker drops duplicates that come from retries, and keeps the order. */
    public @Nullable Boolean getProducerIdempotence() {
        return bool("mq.producer.idempotence");
    }

    /** {@code mq.producer.idempotence}; null or blank for not set here. */
    public void setProducerIdempotence(@Nullable Boolean producerIdempotence) {
        set("mq.producer.idempotence", producerIdempotence);
    }

    /** {@code mq.producer.max-in-flight}: Unanswered requests for each broker; at most 5 with idempotence, 1 by default without it. */
    public @Nullable Integer getProducerMaxInFlight() {
        return integer("mq.producer.max-in-flight");
    }

    /** {@code mq.producer.max-in-flight}; null or blank for not set here. */
    public void setProducerMaxInFlight(@Nullable Integer producerMaxInFlight) {
        set("mq.producer.max-in-flight", producerMaxInFlight);
    }

    /** {@code mq.producer.jta}: What a JTA transaction around a send means for it: nothing; held in memory and sent after the commit; part of it, by the server, for connections of an MqConnectionFactory; a row in mq.outbox.table, sent after the commit by a relay. See transactions-jta.md. */
    public @Nullable String getProducerJta() {
        return text("mq.producer.jta");
    }

    /** {@code mq.producer.jta}; null or blank for not set here. */
    public void setProducerJta(@Nullable String producerJta) {
        set("mq.producer.jta", producerJta);
    }

    /** {@code mq.producer.jta-max-messages}: The messages that are held for one transaction with jta after-commit; the next send fails. */
    public @Nullable Integer getProducerJtaMaxMessages() {
        return integer("mq.producer.jta-max-messages");
    }

    /** {@code mq.producer.jta-max-messages}; null or blank for not set here. */
    public void setProducerJtaMaxMessages(@Nullable Integer producerJtaMaxMessages) {
        set("mq.producer.jta-max-messages", producerJtaMaxMessages);
    }

    /** {@code mq.producer.jta-max-bytes}: The bytes that are held for one transaction with jta after-commit; the send that would exceed them fails. Bytes, as {@code 16KiB}. */
    public @Nullable String getProducerJtaMaxBytes() {
        return text("mq.producer.jta-max-bytes");
    }

    /** {@code mq.producer.jta-max-bytes}; null or blank for not set here. */
    public void setProducerJtaMaxBytes(@Nullable String producerJtaMaxBytes) {
        set("mq.producer.jta-max-bytes", producerJtaMaxBytes);
    }

    /** {@code mq.outbox.data-source}: The global JNDI name of the application's data source, with jta outbox; it must take part in JTA transactions. */
    public @Nullable String getOutboxDataSource() {
        return text("mq.outbox.data-source");
    }

    /** {@code mq.outbox.data-source}; null or blank for not set here. */
    public void setOutboxDataSource(@Nullable String outboxDataSource) {
        set("mq.outbox.data-source", outboxDataSource);
    }

    /** {@code mq.outbox.table}: The table of messages; &lt;table&gt;_relay is locked by the relay that is at work. See transactions-jta.md for both. */
    public @Nullable String getOutboxTable() {
        return text("mq.outbox.table");
    }

    /** {@code mq.outbox.table}; null or blank for not set here. */
    public void setOutboxTable(@Nullable String outboxTable) {
        set("mq.outbox.table", outboxTable);
    }

    /** {@code mq.outbox.relay}: Whether this process relays; of those that do, one is at work at a time. Without any, messages stay in the table. */
    public @Nullable Boolean getOutboxRelay() {
        return bool("mq.outbox.relay");
    }

    /** {@code mq.outbox.relay}; null or blank for not set here. */
    public void setOutboxRelay(@Nullable Boolean outboxRelay) {
        set("mq.outbox.relay", outboxRelay);
    }

    /** {@code mq.outbox.poll-interval}: How often the relay looks for messages that other processes have written; those of its own process it sees at once. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getOutboxPollInterval() {
        return text("mq.outbox.poll-interval");
    }

    /** {@code mq.outbox.poll-interval}; null or blank for not set here. */
    public void setOutboxPollInterval(@Nullable String outboxPollInterval) {
        set("mq.outbox.poll-interval", outboxPollInterval);
    }

    /** {@code mq.outbox.batch-size}: The messages that the relay reads, sends and deletes in one database transaction. */
    public @Nullable Integer getOutboxBatchSize() {
        return integer("mq.outbox.batch-size");
    }

    /** {@code mq.outbox.batch-size}; null or blank for not set here. */
    public void setOutboxBatchSize(@Nullable Integer outboxBatchSize) {
        set("mq.outbox.batch-size", outboxBatchSize);
    }

    /** {@code mq.outbox.retry-interval}: How long a message that cannot be sent, being too large or of a topic that is missing, waits until it is tried again; later ones of its key wait behind it. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getOutboxRetryInterval() {
        return text("mq.outbox.retry-interval");
    }

    /** {@code mq.outbox.retry-interval}; null or blank for not set here. */
    public void setOutboxRetryInterval(@Nullable String outboxRetryInterval) {
        set("mq.outbox.retry-interval", outboxRetryInterval);
    }

    /** {@code mq.pool.stripes}: Shared producers for plain sends; one message key always goes through the same one. */
    public @Nullable Integer getPoolStripes() {
        return integer("mq.pool.stripes");
    }

    /** {@code mq.pool.stripes}; null or blank for not set here. */
    public void setPoolStripes(@Nullable Integer poolStripes) {
        set("mq.pool.stripes", poolStripes);
    }

    /** {@code mq.pool.max-connections}: The most producers, shared and exclusive ones together. */
    public @Nullable Integer getPoolMaxConnections() {
        return integer("mq.pool.max-connections");
    }

    /** {@code mq.pool.max-connections}; null or blank for not set here. */
    public void setPoolMaxConnections(@Nullable Integer poolMaxConnections) {
        set("mq.pool.max-connections", poolMaxConnections);
    }

    /** {@code mq.pool.min-idle}: Transactional producers that are kept ready. */
    public @Nullable Integer getPoolMinIdle() {
        return integer("mq.pool.min-idle");
    }

    /** {@code mq.pool.min-idle}; null or blank for not set here. */
    public void setPoolMinIdle(@Nullable Integer poolMinIdle) {
        set("mq.pool.min-idle", poolMinIdle);
    }

    /** {@code mq.pool.max-idle}: The most idle producers of each kind, plain and transactional; others are closed when given back. Transactional ones at least min-idle. */
    public @Nullable Integer getPoolMaxIdle() {
        return integer("mq.pool.max-idle");
    }

    /** {@code mq.pool.max-idle}; null or blank for not set here. */
    public void setPoolMaxIdle(@Nullable Integer poolMaxIdle) {
        set("mq.pool.max-idle", poolMaxIdle);
    }

    /** {@code mq.pool.max-idle-time}: How long a producer may be idle before it is closed, looked at every health-check-interval. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolMaxIdleTime() {
        return text("mq.pool.max-idle-time");
    }

    /** {@code mq.pool.max-idle-time}; null or blank for not set here. */
    public void setPoolMaxIdleTime(@Nullable String poolMaxIdleTime) {
        set("mq.pool.max-idle-time", poolMaxIdleTime);
    }

    /** {@code mq.pool.leak-detection-threshold}: How long a borrowed producer or a transaction may be kept before that is reported with the stack of who borrowed it; 0 never, and costs nothing. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolLeakDetectionThreshold() {
        return text("mq.pool.leak-detection-threshold");
    }

    /** {@code mq.pool.leak-detection-threshold}; null or blank for not set here. */
    public void setPoolLeakDetectionThreshold(@Nullable String poolLeakDetectionThreshold) {
        set("mq.pool.leak-detection-threshold", poolLeakDetectionThreshold);
    }

    /** {@code mq.pool.borrow-timeout}: How long to wait for a producer when all are in use. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolBorrowTimeout() {
        return text("mq.pool.borrow-timeout");
    }

    /** {@code mq.pool.borrow-timeout}; null or blank for not set here. */
    public void setPoolBorrowTimeout(@Nullable String poolBorrowTimeout) {
        set("mq.pool.borrow-timeout", poolBorrowTimeout);
    }

    /** {@code mq.pool.drain-timeout}: How long a producer that is replaced or closed may take to finish what is under way. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolDrainTimeout() {
        return text("mq.pool.drain-timeout");
    }

    /** {@code mq.pool.drain-timeout}; null or blank for not set here. */
    public void setPoolDrainTimeout(@Nullable String poolDrainTimeout) {
        set("mq.pool.drain-timeout", poolDrainTimeout);
    }

    /** {@code mq.pool.health-check-interval}: How often producers are checked. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolHealthCheckInterval() {
        return text("mq.pool.health-check-interval");
    }

    /** {@code mq.pool.health-check-interval}; null or blank for not set here. */
    public void setPoolHealthCheckInterval(@Nullable String poolHealthCheckInterval) {
        set("mq.pool.health-check-interval", poolHealthCheckInterval);
    }

    /** {@code mq.pool.max-lifetime}: How long a producer is used at most before another takes its place, less up to a quarter by chance; 0ms: for ever. Not while the cluster does not answer. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getPoolMaxLifetime() {
        return text("mq.pool.max-lifetime");
    }

    /** {@code mq.pool.max-lifetime}; null or blank for not set here. */
    public void setPoolMaxLifetime(@Nullable String poolMaxLifetime) {
        set("mq.pool.max-lifetime", poolMaxLifetime);
    }

    /** {@code mq.retry.enabled}: Whether a send that failed as NOT_WRITTEN is tried again, later messages of its stripe waiting behind it; only where the order of its key holds. All within max-block + delivery-timeout. */
    public @Nullable Boolean getSendRetryEnabled() {
        return bool("mq.retry.enabled");
    }

    /** {@code mq.retry.enabled}; null or blank for not set here. */
    public void setSendRetryEnabled(@Nullable Boolean sendRetryEnabled) {
        set("mq.retry.enabled", sendRetryEnabled);
    }

    /** {@code mq.retry.attempts}: How often a message is sent, the first time included. */
    public @Nullable Integer getSendRetryAttempts() {
        return integer("mq.retry.attempts");
    }

    /** {@code mq.retry.attempts}; null or blank for not set here. */
    public void setSendRetryAttempts(@Nullable Integer sendRetryAttempts) {
        set("mq.retry.attempts", sendRetryAttempts);
    }

    /** {@code mq.retry.backoff}: The first pause before a failed message is sent again. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getSendRetryBackoff() {
        return text("mq.retry.backoff");
    }

    /** {@code mq.retry.backoff}; null or blank for not set here. */
    public void setSendRetryBackoff(@Nullable String sendRetryBackoff) {
        set("mq.retry.backoff", sendRetryBackoff);
    }

    /** {@code mq.retry.multiplier}: By how much each pause is longer than the one before. */
    public @Nullable Double getSendRetryMultiplier() {
        return decimal("mq.retry.multiplier");
    }

    /** {@code mq.retry.multiplier}; null or blank for not set here. */
    public void setSendRetryMultiplier(@Nullable Double sendRetryMultiplier) {
        set("mq.retry.multiplier", sendRetryMultiplier);
    }

    /** {@code mq.retry.max-backoff}: The longest pause between two tries; not below backoff. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getSendRetryMaxBackoff() {
        return text("mq.retry.max-backoff");
    }

    /** {@code mq.retry.max-backoff}; null or blank for not set here. */
    public void setSendRetryMaxBackoff(@Nullable String sendRetryMaxBackoff) {
        set("mq.retry.max-backoff", sendRetryMaxBackoff);
    }

    /** {@code mq.retry.jitter}: The random part of each pause. */
    public @Nullable Double getSendRetryJitter() {
        return decimal("mq.retry.jitter");
    }

    /** {@code mq.retry.jitter}; null or blank for not set here. */
    public void setSendRetryJitter(@Nullable Double sendRetryJitter) {
        set("mq.retry.jitter", sendRetryJitter);
    }

    /** {@code mq.retry.unknown}: Whether what failed as UNKNOWN is sent again as well: it may then appear twice. */
    public @Nullable Boolean getSendRetryUnknown() {
        return bool("mq.retry.unknown");
    }

    /** {@code mq.retry.unknown}; null or blank for not set here. */
    public void setSendRetryUnknown(@Nullable Boolean sendRetryUnknown) {
        set("mq.retry.unknown", sendRetryUnknown);
    }

    /** {@code mq.breaker.enabled}: Whether sends fail at once (CIRCUIT_OPEN) while the cluster is in trouble. */
    public @Nullable Boolean getBreakerEnabled() {
        return bool("mq.breaker.enabled");
    }

    /** {@code mq.breaker.enabled}; null or blank for not set here. */
    public void setBreakerEnabled(@Nullable Boolean breakerEnabled) {
        set("mq.breaker.enabled", breakerEnabled);
    }

    /** {@code mq.breaker.failure-threshold}: After how many failures of the cluster in a row the breaker opens. */
    public @Nullable Integer getBreakerFailureThreshold() {
        return integer("mq.breaker.failure-threshold");
    }

    /** {@code mq.breaker.failure-threshold}; null or blank for not set here. */
    public void setBreakerFailureThreshold(@Nullable Integer breakerFailureThreshold) {
        set("mq.breaker.failure-threshold", breakerFailureThreshold);
    }

    /** {@code mq.breaker.open-duration}: How long it stays open before it lets trials through. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getBreakerOpenDuration() {
        return text("mq.breaker.open-duration");
    }

    /** {@code mq.breaker.open-duration}; null or blank for not set here. */
    public void setBreakerOpenDuration(@Nullable String breakerOpenDuration) {
        set("mq.breaker.open-duration", breakerOpenDuration);
    }

    /** {@code mq.breaker.trial-count}: How many sends are let through as trials, all of which must succeed for it to close. */
    public @Nullable Integer getBreakerTrialCount() {
        return integer("mq.breaker.trial-count");
    }

    /** {@code mq.breaker.trial-count}; null or blank for not set here. */
    public void setBreakerTrialCount(@Nullable Integer breakerTrialCount) {
        set("mq.breaker.trial-count", breakerTrialCount);
    }

    /** {@code mq.transaction.timeout}: How long a local transaction may take before it is aborted, and how long its commit may wait; at most the brokers' transaction.max.timeout.ms (15m unless set). A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getTransactionTimeout() {
        return text("mq.transaction.timeout");
    }

    /** {@code mq.transaction.timeout}; null or blank for not set here. */
    public void setTransactionTimeout(@Nullable String transactionTimeout) {
        set("mq.transaction.timeout", transactionTimeout);
    }

    /** {@code mq.config.location}: A properties file, or a directory with a file for each key (a mounted ConfigMap or Secret of Kubernetes), asked before all other configuration and read again when it changes. */
    public @Nullable String getConfigLocation() {
        return text("mq.config.location");
    }

    /** {@code mq.config.location}; null or blank for not set here. */
    public void setConfigLocation(@Nullable String configLocation) {
        set("mq.config.location", configLocation);
    }

    /** {@code mq.config.poll-interval}: How often configuration is read again to see whether it has changed. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getConfigPollInterval() {
        return text("mq.config.poll-interval");
    }

    /** {@code mq.config.poll-interval}; null or blank for not set here. */
    public void setConfigPollInterval(@Nullable String configPollInterval) {
        set("mq.config.poll-interval", configPollInterval);
    }

    /** {@code mq.server.work-threads}: How many threads of a server's work manager all listeners of a resource adapter use at most; those of WildFly's default work manager are 50, for all resource adapters together. */
    public @Nullable Integer getServerWorkThreads() {
        return integer("mq.server.work-threads");
    }

    /** {@code mq.server.work-threads}; null or blank for not set here. */
    public void setServerWorkThreads(@Nullable Integer serverWorkThreads) {
        set("mq.server.work-threads", serverWorkThreads);
    }

    /** {@code mq.monitoring.interval}: How often thresholds and the lag of groups are looked at, and new topics get metrics of their own. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getMonitoringInterval() {
        return text("mq.monitoring.interval");
    }

    /** {@code mq.monitoring.interval}; null or blank for not set here. */
    public void setMonitoringInterval(@Nullable String monitoringInterval) {
        set("mq.monitoring.interval", monitoringInterval);
    }

    /** {@code mq.monitoring.alert-intervals}: How many intervals in a row a value must have crossed its threshold for an alert to be raised, and be a fifth away from it on the right side for the alert to be cleared. */
    public @Nullable Integer getMonitoringAlertIntervals() {
        return integer("mq.monitoring.alert-intervals");
    }

    /** {@code mq.monitoring.alert-intervals}; null or blank for not set here. */
    public void setMonitoringAlertIntervals(@Nullable Integer monitoringAlertIntervals) {
        set("mq.monitoring.alert-intervals", monitoringAlertIntervals);
    }

    /** {@code mq.monitoring.latency-threshold}: Alert latency: the 99th percentile of send latencies, of each connection; 0 for never. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getMonitoringLatencyThreshold() {
        return text("mq.monitoring.latency-threshold");
    }

    /** {@code mq.monitoring.latency-threshold}; null or blank for not set here. */
    public void setMonitoringLatencyThreshold(@Nullable String monitoringLatencyThreshold) {
        set("mq.monitoring.latency-threshold", monitoringLatencyThreshold);
    }

    /** {@code mq.monitoring.throughput-threshold}: Alert throughput: fewer messages acknowledged a second, of each connection that sends any, are told as information; 0 for never. */
    public @Nullable Integer getMonitoringThroughputThreshold() {
        return integer("mq.monitoring.throughput-threshold");
    }

    /** {@code mq.monitoring.throughput-threshold}; null or blank for not set here. */
    public void setMonitoringThroughputThreshold(@Nullable Integer monitoringThroughputThreshold) {
        set("mq.monitoring.throughput-threshold", monitoringThroughputThreshold);
    }

    /** {@code mq.monitoring.error-rate-threshold}: Alert error-rate: which part of an interval's sends failed, of each connection; 0 for never. */
    public @Nullable Double getMonitoringErrorRateThreshold() {
        return decimal("mq.monitoring.error-rate-threshold");
    }

    /** {@code mq.monitoring.error-rate-threshold}; null or blank for not set here. */
    public void setMonitoringErrorRateThreshold(@Nullable Double monitoringErrorRateThreshold) {
        set("mq.monitoring.error-rate-threshold", monitoringErrorRateThreshold);
    }

    /** {@code mq.monitoring.lag-threshold}: Alerts lag and group-lag: records that a listener, or a group of groups, is behind; 0 for never. */
    public @Nullable Integer getMonitoringLagThreshold() {
        return integer("mq.monitoring.lag-threshold");
    }

    /** {@code mq.monitoring.lag-threshold}; null or blank for not set here. */
    public void setMonitoringLagThreshold(@Nullable Integer monitoringLagThreshold) {
        set("mq.monitoring.lag-threshold", monitoringLagThreshold);
    }

    /** {@code mq.monitoring.heap-threshold}: Alert heap: bytes of the JVM's heap in use after its last collection; 0 for never. Bytes, as {@code 16KiB}. */
    public @Nullable String getMonitoringHeapThreshold() {
        return text("mq.monitoring.heap-threshold");
    }

    /** {@code mq.monitoring.heap-threshold}; null or blank for not set here. */
    public void setMonitoringHeapThreshold(@Nullable String monitoringHeapThreshold) {
        set("mq.monitoring.heap-threshold", monitoringHeapThreshold);
    }

    /** {@code mq.monitoring.groups}: Consumer groups, of this process or of others, whose lag, partitions and members are looked at; those of another connection than the default one as {@code analytics/reports}. */
    public @Nullable String getMonitoringGroups() {
        return text("mq.monitoring.groups");
    }

    /** {@code mq.monitoring.groups}; null or blank for not set here. */
    public void setMonitoringGroups(@Nullable String monitoringGroups) {
        set("mq.monitoring.groups", monitoringGroups);
    }

    /** {@code mq.monitoring.webhook}: Where notifications are posted as JSON; a secret, as such addresses often hold a token. */
    public @Nullable String getMonitoringWebhook() {
        return text("mq.monitoring.webhook");
    }

    /** {@code mq.monitoring.webhook}; null or blank for not set here. */
    public void setMonitoringWebhook(@Nullable String monitoringWebhook) {
        set("mq.monitoring.webhook", monitoringWebhook);
    }

    /** {@code mq.monitoring.notify-timeout}: How long one notification may take to be posted to webhook before it is given up. A duration, as {@code 500ms} or {@code PT0.5S}. */
    public @Nullable String getMonitoringNotifyTimeout() {
        return text("mq.monitoring.notify-timeout");
    }

    /** {@code mq.monitoring.notify-timeout}; null or blank for not set here. */
    public void setMonitoringNotifyTimeout(@Nullable String monitoringNotifyTimeout) {
        set("mq.monitoring.notify-timeout", monitoringNotifyTimeout);
    }

    /** {@code mq.metrics.max-topics}: How many topics have metrics of their own, of each connection and of each listener; the others are counted together, as topic other. */
    public @Nullable Integer getMetricsMaxTopics() {
        return integer("mq.metrics.max-topics");
    }

    /** {@code mq.metrics.max-topics}; null or blank for not set here. */
    public void setMetricsMaxTopics(@Nullable Integer metricsMaxTopics) {
        set("mq.metrics.max-topics", metricsMaxTopics);
    }

    /** {@code mq.metrics.registry}: The name of an application's own MetricRegistry in Dropwizard's SharedMetricRegistries that gets every metric as well; for Java SE and OSGi, where application and connector see the same Dropwizard. */
    public @Nullable String getMetricsRegistry() {
        return text("mq.metrics.registry");
    }

    /** {@code mq.metrics.registry}; null or blank for not set here. */
    public void setMetricsRegistry(@Nullable String metricsRegistry) {
        set("mq.metrics.registry", metricsRegistry);
    }
}
