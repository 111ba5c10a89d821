// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqEventRouter;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is subscribed as one: a listener method, or several of one name that share the records by event type. Immutable. */
final class ListenerSubscription {
    private final List<ListenerPlan> plans;
    private final @Nullable EventTypeSettings routing;

    private ListenerSubscription(List<ListenerPlan> plans, @Nullable EventTypeSettings routing) {
        this.plans = plans;
        this.routing = routing;
    }

    /**
     * Those of an application.
     *
     * @param plans in the order of their methods' names
     * @param problems gets {@code <method>: <what>; <remedy>} for what methods of one name contradict each other in
     */
    static List<ListenerSubscription> of(
            List<ListenerPlan> plans, Function<String, Optional<String>> applicationConfig, List<String> problems) {
        var byName = new LinkedHashMap<String, List<ListenerPlan>>();
        for (ListenerPlan plan : plans) {
            byName.computeIfAbsent(plan.method().name(), name -> new ArrayList<>())
                    .add(plan);
        }
        var made = new ArrayList<ListenerSubscription>();
        for (List<ListenerPlan> ofName : byName.values()) {
            if (ofName.stream().allMatch(plan -> plan.method().isRouted(ofName.size() > 1))) {
                made.add(routed(ofName, applicationConfig, problems));
            } else {
                refuseSharedName(ofName, problems);
                ofName.forEach(plan -> made.add(new ListenerSubscription(List.of(plan), null)));
            }
        }
        return List.copyOf(made);
    }

    private static ListenerSubscription routed(
            List<ListenerPlan> plans, Function<String, Optional<String>> applicationConfig, List<String> problems) {
        var first = plans.get(0).method();
        refuseContradictions(plans, problems);
        refuseSharedTypes(plans, problems);
        var ofSettings = new ArrayList<String>();
        var settings = EventTypeSettings.of(first.name(), applicationConfig, ofSettings);
        ofSettings.forEach(problem -> problems.add(first + ": " + problem));
        return new ListenerSubscription(List.copyOf(plans), settings);
    }

    private static void refuseSharedName(List<ListenerPlan> plans, List<String> problems) {
        var first = plans.get(0).method();
        var remedy = plans.stream().allMatch(plan -> plan.method().eventTypes().isEmpty())
                ? "; set name of @MqListener"
                : "; set name of @MqListener, or both name and eventTypes of all that are to share the records";
        for (ListenerPlan other : plans.subList(1, plans.size())) {
            problems.add(other.method() + ": its name '" + first.name() + "' is also that of " + first + remedy);
        }
    }

    private static void refuseContradictions(List<ListenerPlan> plans, List<String> problems) {
        var first = plans.get(0).method();
        for (ListenerPlan plan : plans.subList(1, plans.size())) {
            var other = plan.method();
            var different = new ArrayList<String>();
            if (!new HashSet<>(other.topics()).equals(new HashSet<>(first.topics()))) {
                different.add("topics");
            }
            if (!other.topicPattern().equals(first.topicPattern())) {
                different.add("topicPattern");
            }
            if (!other.group().equals(first.group())) {
                different.add("group");
            }
            if (!other.declaredSettings().equals(first.declaredSettings())) {
                different.add("settings " + other.declaredSettings() + " and " + first.declaredSettings());
            }
            if (!different.isEmpty()) {
                problems.add(other + ": shares listener '" + first.name() + "' with " + first + ", but has other "
                        + String.join(", other ", different) + "; make them the same, it is one subscription");
            }
        }
    }

    private static void refuseSharedTypes(List<ListenerPlan> plans, List<String> problems) {
        Map<String, ListenerMethod> takers = new HashMap<>();
        for (ListenerPlan plan : plans) {
            for (String type : plan.method().eventTypes()) {
                var taker = takers.putIfAbsent(type.toLowerCase(Locale.ROOT), plan.method());
                if (taker != null) {
                    problems.add(plan.method() + ": takes event type '" + type + "', which "
                            + (taker == plan.method() ? "it names already" : taker + " takes already")
                            + "; keep one, case does not matter");
                }
            }
        }
    }

    /** The method that speaks for all. */
    ListenerMethod method() {
        return plans.get(0).method();
    }

    /** Whether the annotations say enough to ask the runtime about the rest. */
    boolean isDeclared() {
        return plans.stream().allMatch(ListenerPlan::isDeclared);
    }

    /** Whether it takes batches. */
    boolean isBatch() {
        return routing == null && plans.get(0).isBatch();
    }

    /** What the annotations say; without a listener. */
    SubscriptionRequest.Builder request(ListenerEnvironment environment) {
        return plans.get(0).request(environment);
    }

    /** Takes references to the beans, which are added to {@code calls} one by one: dependent ones are created. */
    Opened open(RequestScope requestScope, List<BeanCall> calls) {
        var own = new ArrayList<BeanCall>();
        for (ListenerPlan plan : plans) {
            var call = plan.open(requestScope);
            calls.add(call);
            own.add(call);
        }
        return new Opened(List.copyOf(own));
    }

    /** A subscription whose beans are there. */
    final class Opened {
        private final List<BeanCall> calls;

        private Opened(List<BeanCall> calls) {
            this.calls = calls;
        }

        ListenerSubscription subscription() {
            return ListenerSubscription.this;
        }

        MqBatchListener batchListener(ListenerEnvironment environment) {
            return plans.get(0).batchListener(calls.get(0), environment.envelopes());
        }

        MqMessageListener listener(ListenerEnvironment environment) {
            if (routing == null) {
                return plans.get(0).listener(calls.get(0), environment.envelopes());
            }
            var router = MqEventRouter.builder()
                    .header(routing.header())
                    .unknown(routing.unknown())
                    .orElse(environment.json().eventTypes());
            for (int i = 0; i < plans.size(); i++) {
                var listener = plans.get(i).listener(calls.get(i), environment.envelopes());
                plans.get(i).method().eventTypes().forEach(type -> router.on(type, listener));
            }
            return router.build();
        }
    }
}
