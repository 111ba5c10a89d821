// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a connector shows of itself at a moment.
 *
 * @param generation how many changes were put in force
 * @param effective of each knob what the configuration says
 * @param real of each knob that has it the values that were found where it takes effect
 * @param overrides in force
 * @param brokers that producers were built with
 * @param brokersShown by the configuration
 * @param producers identities of the Kafka producers
 */
record View(
        long generation,
        Map<Knob, String> effective,
        Map<Knob, Set<String>> real,
        Map<String, String> overrides,
        Set<String> brokers,
        String brokersShown,
        Set<Integer> producers) {
    View {
        effective = Map.copyOf(effective);
        real = Map.copyOf(real);
        overrides = Map.copyOf(overrides);
        brokers = Set.copyOf(brokers);
        producers = Set.copyOf(producers);
    }

    /** Where it is not as it must be: one sentence each. */
    List<String> differences(Settings settings) {
        var differences = new ArrayList<String>();
        settings.expected().forEach((knob, value) -> {
            if (!value.equals(effective.get(knob))) {
                differences.add(knob.key() + " is " + effective.get(knob) + ", not " + value);
            }
            var found = real.get(knob);
            if (found != null && !found.equals(Set.of(Knob.shown(value)))) {
                differences.add(knob.key() + " has effect as " + found + ", not " + value);
            }
        });
        if (!overrides.equals(settings.overrides())) {
            differences.add("overrides are " + overrides + ", not " + settings.overrides());
        }
        if (!brokersShown.equals(settings.brokers()) || !brokers.equals(Set.of(settings.brokers()))) {
            differences.add(
                    "brokers are " + brokersShown + ", of producers " + brokers + ", not " + settings.brokers());
        }
        return differences;
    }
}
