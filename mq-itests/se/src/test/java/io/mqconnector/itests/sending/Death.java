// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.producer.KafkaProducer;

/** How a Kafka producer dies. */
public enum Death {
    /** It is closed: what is in flight fails, what comes is refused. */
    CLOSED {
        @Override
        public void strike(KafkaProducer<?, ?> producer) {
            producer.close(Duration.ZERO);
        }
    },
    /** Its I/O thread ends by an {@link Error}: nothing happens any more, and nothing is said. */
    THREAD {
        @Override
        public void strike(KafkaProducer<?, ?> producer) {
            try {
                Object sender = field(KafkaProducer.class, "sender").get(producer);
                Field client = field(sender.getClass(), "client");
                Object before = client.get(sender);
                client.set(
                        sender,
                        Proxy.newProxyInstance(
                                Death.class.getClassLoader(),
                                new Class<?>[] {KafkaClient.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("poll")) {
                                        throw new Planned();
                                    }
                                    try {
                                        return method.invoke(before, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                }));
                // so that it polls once more
                sender.getClass().getMethod("wakeup").invoke(sender);
                ((Thread) field(KafkaProducer.class, "ioThread").get(producer)).join(LONGEST_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the producer cannot be killed", e);
            }
        }
    };

    private static final long LONGEST_MILLIS = 30_000;

    /** What ends a thread. */
    private static final class Planned extends Error {
        private static final long serialVersionUID = 1L;

        Planned() {
            super("planned death of " + Thread.currentThread().getName(), null, false, false);
        }
    }

    /** Makes it die. */
    public abstract void strike(KafkaProducer<?, ?> producer);

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
