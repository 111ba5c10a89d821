// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration of a listener that runs is read again and again: the connector's own, and that of its application,
 * which is asked anew each time. While an application says what its listener cannot go by, what it said before counts: it must
 * not keep the connector and other applications from any change.
 *
 * <p>Thread-safe.
 */
public final class ListenerSource {
    private final SubscriptionRequest request;
    /** What the application said that was in force last, unmodifiable; replaced whole. Null before there was any. */
    private volatile @Nullable Map<String, Optional<String>> sound;

    /**
     * What was read.
     *
     * @param config what the listener is to go by
     * @param problems why not by what its application says now; empty if by that
     * @param answers what the application said, as far as it is gone by
     */
    public record Reading(ListenerConfig config, List<String> problems, Map<String, Optional<String>> answers) {
        /** Copies. */
        public Reading {
            problems = List.copyOf(problems);
            answers = Map.copyOf(answers);
        }
    }

    /** @param request what the application has asked for */
    public ListenerSource(SubscriptionRequest request) {
        this.request = request;
    }

    /**
     * Reads.
     *
     * @throws MqConfigException with every problem that is not the application's alone; with every problem before any reading
     *     was in force
     */
    public Reading read(ConfigSnapshot snapshot) {
        var answers = new HashMap<String, Optional<String>>();
        var before = sound;
        try {
            var config = snapshot.listener(request, key -> answers.computeIfAbsent(key, request.applicationConfig()));
            return new Reading(config, List.of(), answers);
        } catch (MqConfigException e) {
            if (before == null) {
                throw e;
            }
            return new Reading(
                    snapshot.listener(request, key -> before.getOrDefault(key, Optional.empty())),
                    e.problems(),
                    before);
        }
    }

    /** What was read is in force: what the application said then counts while it says nothing that can be gone by. */
    public void inForce(Reading reading) {
        sound = reading.answers();
    }
}
