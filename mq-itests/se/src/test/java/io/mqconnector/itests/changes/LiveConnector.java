// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerBuilder;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.itests.LocalJmx;
import io.mqconnector.itests.sending.Outlet;
import io.mqconnector.itests.sending.Producers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connector that goes by a file, and what an operator does to it over a real JMX connection. Thread-safe. Tests of the
 * test have one that does something wrong.
 */
class LiveConnector implements Outlet, AutoCloseable {
    private static final String NAME = "changing";

    private final Path file;
    private final Mq mq;
    private final LocalJmx jmx;
    /** The listener that is watched; set anew by each round. */
    private volatile @Nullable MqConsumer listener;

    /**
     * @param file where its settings stand
     * @param settings what stands there
     */
    LiveConnector(Path file, Map<String, String> settings) {
        this.file = file;
        write(file, settings);
        mq = Mq.create(MqConfig.builder()
                .instanceId(NAME)
                .set("mq.config.location", file.toString())
                .build());
        try {
            jmx = LocalJmx.open();
        } catch (Exception e) {
            mq.close();
            throw new IllegalStateException("no JMX", e);
        }
    }

    /** Describes a listener of it. */
    MqConsumerBuilder consumer(String group) {
        return mq.consumer(group);
    }

    /** From now on this is the listener that is looked at. */
    void watch(MqConsumer started) {
        listener = started;
    }

    /** Makes what stands in the file this, whole. */
    void store(Map<String, String> settings) {
        write(file, settings);
    }

    private static void write(Path file, Map<String, String> settings) {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (var out = Files.newBufferedWriter(fresh)) {
                Settings.properties(settings).store(out, null);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Overrides settings, all or none. */
    Answer apply(Map<String, String> settings) {
        var lines = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return Answer.of(invoke("Config", "apply", (Object) lines));
    }

    /** Takes overrides away. */
    Answer reset(List<String> keys) {
        return Answer.of(invoke("Config", "resetOverrides", (Object) keys.toArray(String[]::new)));
    }

    /** The last change that was put in force or refused. */
    Answer lastChange() {
        return Answer.of(get("Config", "LastChange"));
    }

    /** Replaces all producers. */
    void rotate() {
        var unused = invoke("Producer", "rotate");
    }

    /** Has the group of the listener assign its partitions anew. */
    void rebalance() {
        var unused = invoke("Listener", "enforceRebalance");
    }

    /** Producers that were replaced so far, by what it was for. */
    long rotations(String cause) {
        return (Long) ((CompositeData) get("Producer", "Rotations")).get(cause);
    }

    /** What it shows of itself; while the listener runs. */
    View look() {
        var settings = new HashMap<String, String>();
        read(settings, get("Config", "Effective"));
        var shown = new HashMap<String, String>();
        read(shown, get("Listener", "Configuration"));
        var effective = new EnumMap<Knob, String>(Knob.class);
        for (Knob knob : Knob.values()) {
            effective.put(
                    knob, knob.isOfListeners() ? ofListener(shown, knob) : String.valueOf(settings.get(knob.key())));
        }
        var overrides = new HashMap<String, String>();
        ((TabularData) get("Config", "Overrides")).values().forEach(row -> {
            var entry = (CompositeData) row;
            overrides.put((String) entry.get("key"), (String) entry.get("value"));
        });
        var producers = Producers.of(mq.producer());
        var brokers = new HashSet<String>();
        var identities = new HashSet<Integer>();
        for (var producer : producers) {
            brokers.add(String.join(",", stringList(Producers.setting(producer, "bootstrap.servers"))));
            identities.add(System.identityHashCode(producer));
        }
        return new View(
                (Long) get("Config", "Generation"),
                effective,
                real(),
                overrides,
                brokers,
                String.valueOf(settings.get(Settings.BROKERS)),
                identities);
    }

    private static List<String> stringList(@Nullable Object value) {
        return ((List<?>) Objects.requireNonNull(value))
                .stream().map(String::valueOf).toList();
    }

    private static void read(Map<String, String> into, Object settings) {
        for (var setting : (CompositeData[]) settings) {
            into.put((String) setting.get("name"), (String) setting.get("value"));
        }
    }

    /** A setting of a listener is shown under the name that it was found by. */
    private static String ofListener(Map<String, String> settings, Knob knob) {
        for (String key : List.of(Settings.named(knob), knob.key())) {
            String value = settings.get(key);
            if (value != null) {
                return value;
            }
        }
        return "not shown";
    }

    private Map<Knob, Set<String>> real() {
        var real = new EnumMap<Knob, Set<String>>(Knob.class);
        var producers = Producers.of(mq.producer());
        var watched = listener;
        List<KafkaConsumer<?, ?>> consumers = watched == null ? List.of() : Producers.consumersOf(watched);
        for (Knob knob : Knob.values()) {
            var found = new HashSet<String>();
            switch (knob.shows()) {
                case PRODUCERS ->
                    producers.forEach(
                            producer -> found.add(String.valueOf(Producers.setting(producer, knob.nameThere()))));
                case PRODUCER_COUNT -> found.add(Integer.toString(producers.size()));
                case CONSUMERS -> consumers.forEach(consumer -> found.add(fetching(consumer, knob.nameThere())));
                case CONSUMER_COUNT -> found.add(Integer.toString(consumers.size()));
                case POOL_SIZE -> found.add(Integer.toString(mq.pool().stats().maxCount()));
                case ATTRIBUTE -> {
                    String[] words = knob.nameThere().split("\\.", -1);
                    found.add(String.valueOf(get(words[0], words[1])));
                }
                case NOWHERE -> {
                    continue;
                }
            }
            real.put(knob, found);
        }
        return real;
    }

    /** What a consumer of the classic protocol fetches by: it does not keep what it was built with. */
    private static String fetching(KafkaConsumer<?, ?> consumer, String name) {
        Object here = consumer;
        for (String field : List.of("delegate", "fetcher", "fetchConfig", name)) {
            here = field(here, field);
        }
        return here.toString();
    }

    private static Object field(Object object, String name) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(object);
            } catch (NoSuchFieldException e) {
                // of what it extends, perhaps
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException(object + " has no " + name);
    }

    private Object get(String type, String attribute) {
        try {
            return jmx.get(jmx.only(type, NAME), attribute);
        } catch (Exception e) {
            throw new IllegalStateException(type + "." + attribute, e);
        }
    }

    private Object invoke(String type, String operation, Object... arguments) {
        try {
            return jmx.invoke(jmx.only(type, NAME), operation, arguments);
        } catch (Exception e) {
            throw new IllegalStateException(type + "." + operation, e);
        }
    }

    @Override
    public MqReceipt send(MqMessage message) {
        return mq.producer().send(message);
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        return mq.producer().sendAsync(message);
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        mq.producer().sendAsync(message, callback);
    }

    @Override
    public MqBatchResult sendBatch(List<MqMessage> messages) {
        return mq.producer().sendBatch(messages);
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<MqMessage> messages) {
        return mq.producer().sendBatchAsync(messages);
    }

    @Override
    public void close() {
        mq.close();
        try {
            jmx.close();
        } catch (IOException e) {
            throw new UncheckedIOException("JMX", e);
        }
    }
}
