// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqTrace;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.spi.MqContextCarrier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What is around each delivery: the trace id that its record carries, and what the application's carriers open. A carrier
 * that fails is left out. Thread-safe.
 */
final class Surroundings {
    private final MqLog log = MqLog.of(Surroundings.class);
    private final List<MqContextCarrier> carriers;
    private final MqLog.Limit failures;

    /**
     * @param carriers the first is outermost
     * @param failures limits what is said of them
     */
    Surroundings(List<MqContextCarrier> carriers, MqLog.Limit failures) {
        this.carriers = List.copyOf(carriers);
        this.failures = failures;
    }

    /** Delivers a record with what it carries around it. */
    void deliver(Endpoint endpoint, Delivery delivery) throws Exception {
        var trace = trace(delivery);
        if (trace == null && carriers.isEmpty()) {
            endpoint.deliver(delivery);
            return;
        }
        var traceScope = trace == null ? null : MqTrace.open(trace);
        try {
            carried(delivery, () -> endpoint.deliver(delivery));
        } finally {
            if (traceScope != null) {
                traceScope.close();
            }
        }
    }

    /** Delivers a batch with what its first record carries around it: there is one context, and many records. */
    void deliver(Endpoint endpoint, List<MqDelivery> batch) throws Exception {
        if (carriers.isEmpty()) {
            endpoint.deliver(batch);
        } else {
            carried(batch.get(0), () -> endpoint.deliver(batch));
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }

    private void carried(MqDelivery delivery, Call call) throws Exception {
        var scopes = new MqContextCarrier.Scope[carriers.size()];
        for (int i = 0; i < scopes.length; i++) {
            scopes[i] = open(carriers.get(i), delivery);
        }
        Throwable failure = null;
        try {
            call.run();
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            for (int i = scopes.length - 1; i >= 0; i--) {
                close(scopes[i], failure);
            }
        }
    }

    private MqContextCarrier.Scope open(MqContextCarrier carrier, MqDelivery delivery) {
        try {
            return carrier.open(delivery);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
            return MqContextCarrier.Scope.NONE;
        }
    }

    private void close(MqContextCarrier.Scope scope, @Nullable Throwable failure) {
        try {
            scope.close(failure);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        if (failures.permits()) {
            log.carrierFailed(e);
        }
    }

    private static @Nullable String trace(Delivery delivery) {
        Header header = delivery.record().headers().lastHeader(MqTrace.HEADER);
        if (header == null || header.value() == null) {
            return null;
        }
        var trace = new String(header.value(), StandardCharsets.UTF_8);
        return trace.isBlank() ? null : trace;
    }
}
