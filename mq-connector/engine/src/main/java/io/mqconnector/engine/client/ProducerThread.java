// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import java.lang.reflect.Field;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The I/O thread of a Kafka producer, which an {@link Error} ends. Kafka's {@code close} then neither fails what is in flight
 * nor closes the connections, for both are that thread's last work. Without state.
 *
 * <p>The one place that reaches into Kafka's classes: the public ones offer no way. Where they are other ones than known,
 * everything is as without it.
 */
public final class ProducerThread {
    private ProducerThread() {}

    /** Whether the caller is on the thread of some Kafka producer: on it callbacks run, and waiting for one waits for itself. */
    public static boolean isCurrent() {
        return Thread.currentThread().getName().startsWith(KafkaProducer.NETWORK_THREAD_PREFIX);
    }

    /** Whether a producer's thread has ended though nobody has closed the producer. */
    public static boolean isDead(Producer<?, ?> producer) {
        try {
            return producer instanceof KafkaProducer
                    && read(KafkaProducer.class, producer, "ioThread") instanceof Thread thread
                    && !thread.isAlive()
                    && read(KafkaProducer.class, producer, "sender") instanceof Runnable sender
                    && Boolean.TRUE.equals(read(sender.getClass(), sender, "running"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /**
     * Closes a producer, and does on the calling thread what a dead one has left undone; callbacks then run here.
     *
     * @param timeout longest wait for what is in flight
     * @throws KafkaException if it was not closed properly: callbacks may then never be called
     */
    public static void close(Producer<?, ?> producer, Duration timeout) {
        boolean isDead = isDead(producer);
        producer.close(timeout);
        if (isDead) {
            finish(producer);
        }
    }

    private static void finish(Producer<?, ?> producer) {
        try {
            Object sender = read(KafkaProducer.class, producer, "sender");
            if (sender instanceof Runnable work) {
                sender.getClass().getMethod("forceClose").invoke(sender);
                work.run();
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new KafkaException(
                    "its thread has died, and what it had in flight may be left without an outcome", e);
        }
    }

    private static @Nullable Object read(Class<?> type, Object object, String name)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }
}
