// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What listeners were given, in the order of arrival, written before the listener does anything. Thread-safe. */
final class Journal {
    /** One record of the log. */
    record Place(TopicPartition partition, long offset) {
        static Place of(MqMetadata metadata) {
            return new Place(new TopicPartition(metadata.topic(), metadata.partitionNumber()), metadata.offset());
        }
    }

    /** One delivery. */
    record Entry(
            String who,
            Place place,
            @Nullable String key,
            @Nullable String text,
            int attempt,
            long nanos) {}

    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

    /** A listener that only writes down. */
    MqMessageListener writer(String who) {
        return writer(who, (message, metadata) -> {});
    }

    /** A listener that writes down and then does what {@code then} does. */
    MqMessageListener writer(String who, MqMessageListener then) {
        return (message, metadata) -> {
            write(who, message, metadata);
            then.onMessage(message, metadata);
        };
    }

    void write(String who, MqMessage message, MqMetadata metadata) {
        entries.add(new Entry(
                who, Place.of(metadata), message.keyText(), message.text(), metadata.attempt(), System.nanoTime()));
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    List<Entry> of(String who) {
        return entries.stream().filter(entry -> entry.who().equals(who)).toList();
    }

    List<Entry> at(Place place) {
        return entries.stream().filter(entry -> entry.place().equals(place)).toList();
    }

    int size() {
        return entries.size();
    }

    List<@Nullable String> texts() {
        var texts = new ArrayList<@Nullable String>();
        entries.forEach(entry -> texts.add(entry.text()));
        return texts;
    }

    Set<Place> places() {
        return entries.stream().map(Entry::place).collect(Collectors.toSet());
    }

    /** Without later deliveries of the same record. */
    List<Entry> firstDeliveries() {
        var seen = new HashSet<Place>();
        return entries.stream().filter(entry -> seen.add(entry.place())).toList();
    }

    /** The offset behind the last delivery of each partition. */
    Map<TopicPartition, Long> watermarks() {
        return watermarks(places());
    }

    static Map<TopicPartition, Long> watermarks(Iterable<Place> places) {
        var watermarks = new TreeMap<TopicPartition, Long>(Journal::byName);
        for (Place place : places) {
            watermarks.merge(place.partition(), place.offset() + 1, Math::max);
        }
        return watermarks;
    }

    private static int byName(TopicPartition one, TopicPartition other) {
        return one.toString().compareTo(other.toString());
    }
}
