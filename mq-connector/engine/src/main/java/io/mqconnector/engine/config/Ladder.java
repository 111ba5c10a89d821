// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The order in which settings win, highest rung first. For one thread. */
final class Ladder {
    private final List<Rung> rungs;
    private final SettingReader reader;

    /**
     * What was found.
     *
     * @param setting with its expressions resolved
     * @param rung where, 0 for the highest
     * @param place what keys look like there
     */
    record Found(Setting setting, int rung, Rung.Place place) {}

    Ladder(List<Rung> rungs, SettingReader reader) {
        this.rungs = List.copyOf(rungs);
        this.reader = reader;
    }

    List<Rung> rungs() {
        return rungs;
    }

    /**
     * The strongest setting, or null.
     *
     * @param names what it is called on a rung, the stronger first; empty to leave the rung out
     * @throws BadSettingException if it cannot be used
     */
    @Nullable
    Found find(Function<Rung, List<String>> names) {
        for (int i = 0; i < rungs.size(); i++) {
            var rung = rungs.get(i);
            for (var name : names.apply(rung)) {
                var setting = reader.find(rung.source(), name);
                if (setting != null) {
                    return new Found(setting, i, rung.place());
                }
            }
        }
        return null;
    }

    /**
     * Puts a key in place, set by our name for it or by Kafka's, or leaves it as it is.
     *
     * @param ours what was found under our name
     * @param raw what was found under Kafka's
     */
    <T> void put(Values values, ConfigKey<T> key, @Nullable Found ours, @Nullable Found raw) {
        if (raw != null && (ours == null || isBelow(ours, raw))) {
            reader.putRaw(values, key, raw.setting());
        } else if (ours != null) {
            reader.put(values, key, ours.setting());
        }
    }

    /** What is set while it runs is set by our names alone, and beats everything. */
    static boolean isTwin(Found ours, Found raw) {
        return ours.setting().layer() != Layer.OVERRIDE && ours.place().isAsSpecialAs(raw.place());
    }

    /** What says more of one thing alone is no contradiction: the ladder decides. */
    static boolean isBelow(Found ours, Found raw) {
        return !ours.place().isAsSpecialAs(raw.place()) && raw.rung() < ours.rung();
    }

    static String twins(Setting first, Setting second) {
        return first.described() + " and " + second.described() + " set the same thing: remove one of the two";
    }
}
