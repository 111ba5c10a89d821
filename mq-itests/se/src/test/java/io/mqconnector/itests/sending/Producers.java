// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** The Kafka clients that an object of the connector holds, found by walking through it: it does not give them away. */
public final class Producers {
    private static final List<String> CONNECTOR =
            List.of("io.mqconnector.engine.", "io.mqconnector.api.", "io.mqconnector.spi.");

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> ahead = new ArrayDeque<>();
    private final Class<?> wanted;
    private final List<Object> found = new ArrayList<>();

    private Producers(Class<?> wanted) {
        this.wanted = wanted;
    }

    public static List<KafkaProducer<?, ?>> of(Object root) {
        var producers = new ArrayList<KafkaProducer<?, ?>>();
        walk(root, KafkaProducer.class).forEach(producer -> producers.add((KafkaProducer<?, ?>) producer));
        return producers;
    }

    /** The consumers of a listener instead; what its threads keep to themselves is left alone. */
    public static List<KafkaConsumer<?, ?>> consumersOf(Object root) {
        var consumers = new ArrayList<KafkaConsumer<?, ?>>();
        walk(root, KafkaConsumer.class).forEach(consumer -> consumers.add((KafkaConsumer<?, ?>) consumer));
        return consumers;
    }

    private static List<Object> walk(Object root, Class<?> wanted) {
        var walk = new Producers(wanted);
        walk.meet(root);
        for (Object each = walk.ahead.poll(); each != null; each = walk.ahead.poll()) {
            walk.visit(each);
        }
        return walk.found;
    }

    /** What a producer was built with. */
    public static @Nullable Object setting(KafkaProducer<?, ?> producer, String name) {
        try {
            Field config = KafkaProducer.class.getDeclaredField("producerConfig");
            config.setAccessible(true);
            return ((ProducerConfig) config.get(producer)).values().get(name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no setting " + name, e);
        }
    }

    private void meet(@Nullable Object object) {
        if (object != null && seen.add(object)) {
            ahead.add(object);
        }
    }

    private void meetAll(@Nullable Object[] objects) {
        for (Object object : objects) {
            meet(object);
        }
    }

    private void visit(Object object) {
        if (wanted.isInstance(object)) {
            found.add(object);
        } else if (object instanceof AtomicReference<?> reference) {
            meet(reference.get());
        } else if (object instanceof Object[] array) {
            meetAll(array);
        } else if (isAnothers(object)) {
            return;
        } else if (object instanceof Map<?, ?> map) {
            meetAll(map.values().toArray());
        } else if (object instanceof Collection<?> all) {
            meetAll(all.toArray()); // at once: others may change it meanwhile
        } else if (CONNECTOR.stream().anyMatch(object.getClass().getName()::startsWith)) {
            for (Field field : object.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    meet(read(field, object));
                }
            }
        }
    }

    /** A collection that is a poll thread's, and changes while others look. */
    private boolean isAnothers(Object object) {
        boolean isForAll = object.getClass().getName().startsWith("java.util.concurrent.")
                || object.getClass().getName().startsWith("java.util.ImmutableCollections");
        return wanted == KafkaConsumer.class
                && (object instanceof Map<?, ?> || object instanceof Collection<?>)
                && !isForAll;
    }

    private static @Nullable Object read(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }
}
