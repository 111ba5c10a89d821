// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Proves that a cluster answers, and takes the credentials of a client, before that client is built. Thread-safe. */
public final class CredentialProof {
    /** Time for a connection and a login, whatever a send may wait for. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final ClientFactory clients;
    private final String clientId;
    private final AtomicInteger serial = new AtomicInteger();

    /** @param clientId what the ids of the clients that try begin with */
    public CredentialProof(ClientFactory clients, String clientId) {
        this.clients = clients;
        this.clientId = clientId;
    }

    /**
     * Asks the cluster as somebody with these properties.
     *
     * @param properties of any Kafka client
     * @param timeout longest wait; a second at least
     * @throws MqConnectionException if nobody answers in time, or refuses, or a {@link Trial} is cut short
     */
    public void require(Map<String, Object> properties, Duration timeout) {
        close(answered(properties, timeout));
    }

    /** As {@link #require}; a client that was answered, to be closed by the caller. */
    Admin answered(Map<String, Object> properties, Duration timeout) {
        var limit = timeout.compareTo(LEAST) < 0 ? LEAST : timeout;
        var ofAdmin = new HashMap<>(properties);
        ofAdmin.keySet().retainAll(AdminClientConfig.configNames());
        var building = clients.admin(ofAdmin, clientId + "-" + serial.incrementAndGet());
        boolean isProven = false;
        try {
            Admin admin = Trial.await(building, limit);
            var unused = Trial.await(
                    admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) limit.toMillis()))
                            .nodes()
                            .toCompletionStage()
                            .toCompletableFuture(),
                    limit);
            isProven = true;
            return admin;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqConnectionException(
                    MqErrorCode.INTERRUPTED, "interrupted while trying the credentials", e, true);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw KafkaErrors.connection(cause == null ? e : cause, "the cluster does not take the credentials");
        } catch (TimeoutException | CancellationException e) {
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT, "no broker answered within " + limit + " to try the credentials", e, true);
        } finally {
            if (!isProven) {
                var unused = building.thenAccept(CredentialProof::close);
            }
        }
    }

    private static void close(Admin admin) {
        admin.close(Duration.ZERO);
    }
}
