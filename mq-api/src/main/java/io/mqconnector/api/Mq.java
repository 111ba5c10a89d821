// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import io.mqconnector.spi.CarryingProducer;
import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ServiceLoader;

/**
 * A connector in plain Java: no container, no server.
 *
 * <p>Thread-safe. Whoever created it closes it; that closes its producer and every consumer started from it.
 */
public final class Mq implements AutoCloseable {
    private final MqRuntime runtime;
    private final MqProducer producer;

    private Mq(MqRuntime runtime, ClassLoader loader) {
        this.runtime = runtime;
        var carriers = new ArrayList<MqContextCarrier>();
        ServiceLoader.load(MqContextCarrier.class, loader).forEach(carriers::add);
        this.producer = CarryingProducer.of(runtime.producer(), carriers, runtime::carrierFailed);
    }

    /**
     * Starts a connector. Returns without waiting for a broker: one that is not there yet is waited for in the background.
     *
     * @param config settings in code; everything else comes from MicroProfile Config, system properties, environment and
     *     defaults
     * @throws MqConfigException if anything is wrong: every problem in one message; nothing was started
     * @throws IllegalStateException if no engine is on the class path
     */
    public static Mq create(MqConfig config) {
        requireNonNull(config, "config");
        var context = Thread.currentThread().getContextClassLoader();
        var loader = context == null ? Mq.class.getClassLoader() : context;
        return new Mq(factory(loader).create(config, loader), loader);
    }

    /** The producer of this connector; always the same object. */
    public MqProducer producer() {
        return producer;
    }

    /**
     * Describes a consumer.
     *
     * @param group its consumer group
     */
    public MqConsumerBuilder consumer(String group) {
        return new MqConsumerBuilder(runtime, group);
    }

    /** The name of this instance, as in configuration, client ids and JMX. */
    public String instanceId() {
        return runtime.instanceId();
    }

    /** As {@link MqProducer#ping(Duration)}. */
    public MqPing ping(Duration timeout) {
        return runtime.producer().ping(timeout);
    }

    /** Closes consumers first, then waits for what the producer has in flight, each within its own time-out. Idempotent. */
    @Override
    public void close() {
        runtime.close();
    }

    private static MqRuntimeFactory factory(ClassLoader loader) {
        return ServiceLoader.load(MqRuntimeFactory.class, loader)
                .findFirst()
                .or(() -> ServiceLoader.load(MqRuntimeFactory.class, Mq.class.getClassLoader())
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("no mq engine found: "
                        + MqRuntimeFactory.class.getName() + " has no provider visible to " + loader + " or to "
                        + Mq.class.getClassLoader() + "; add io.mqconnector:mq-engine to the class path"));
    }
}
