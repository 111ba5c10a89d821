// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A connector with one defect, if wanted: between it and whoever changes it. Thread-safe. */
final class FaultyConnector extends LiveConnector {
    private static final int FORGOTTEN = 50;

    private final Defect defect;
    /** Changes by operators that are under way. */
    private final AtomicInteger running = new AtomicInteger();

    private final AtomicInteger sends = new AtomicInteger();
    /** What is shown and not so. */
    private final Map<String, String> pretended = new ConcurrentHashMap<>();

    FaultyConnector(Defect defect, Path file, Map<String, String> settings) {
        super(file, settings);
        this.defect = defect;
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        boolean isForgotten =
                defect == Defect.DROPS_WHILE_ROLLING && running.get() > 0 && sends.incrementAndGet() % FORGOTTEN == 0;
        if (!isForgotten) {
            super.sendAsync(message, callback);
        }
    }

    @Override
    Answer apply(Map<String, String> settings) {
        boolean isFirst = running.incrementAndGet() == 1;
        try {
            if (defect == Defect.FORGETS_THE_SECOND && !isFirst) {
                return new Answer(0, "JMX", List.of());
            }
            return applyFaulty(settings);
        } finally {
            running.decrementAndGet();
        }
    }

    private Answer applyFaulty(Map<String, String> settings) {
        var passed = new HashMap<>(settings);
        if (defect == Defect.SHOWS_WHAT_IS_NOT) {
            passed.keySet().removeIf(key -> key.startsWith("mq.producer."));
            settings.forEach((key, value) -> {
                if (!passed.containsKey(key)) {
                    pretended.put(key, value);
                }
            });
        }
        if (passed.isEmpty()) {
            return new Answer(0, "JMX", List.of());
        }
        var answer = super.apply(passed);
        if (answer.isRefused() && defect == Defect.APPLIES_THE_REST) {
            settings.forEach((key, value) -> super.apply(Map.of(key, value)));
        }
        if (answer.isRefused() && defect == Defect.NAMES_NOTHING) {
            return new Answer(answer.generation(), answer.by(), List.of("something is wrong"));
        }
        return answer;
    }

    @Override
    void store(Map<String, String> settings) {
        if (defect != Defect.OVERLOOKS_THE_FILE || running.get() == 0) {
            super.store(settings);
        }
    }

    @Override
    View look() {
        var view = super.look();
        var effective = new EnumMap<>(view.effective());
        var overrides = new HashMap<>(view.overrides());
        pretended.forEach((key, value) -> {
            overrides.put(key, value);
            for (Knob knob : Knob.values()) {
                if (knob.key().equals(key)) {
                    effective.put(knob, value);
                }
            }
        });
        return new View(
                view.generation(),
                effective,
                view.real(),
                overrides,
                view.brokers(),
                view.brokersShown(),
                view.producers());
    }
}
