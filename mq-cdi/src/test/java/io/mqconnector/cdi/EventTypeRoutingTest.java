// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqFilter;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqRejectedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTypeRoutingTest {
    private static final String CONFIG = "META-INF/microprofile-config.properties";
    private static final String BAD = EventTypeRoutingTest.class.getName() + "$Bad";

    @Test
    void sharesOneSubscriptionAmongMethodsByTheirEventTypes() throws Exception {
        try (var application = TestApplication.started(Chat.class, Audit.class)) {
            for (String type : List.of("message.sent", "MESSAGE.EDITED", "User.Left")) {
                deliver(application, "Event-Type", type);
            }

            assertThat(application.runtime().subscribed).containsOnlyKeys("chat");
            assertThat(application.runtime().checked).hasSize(1);
            assertThat(application.runtime().request("chat").group()).isEqualTo("g");
            assertThat(application.journalLines()).contains("sent x", "edited x", "left x");
        }
    }

    @Test
    void skipsWhatNoMethodTakes() throws Exception {
        try (var application = TestApplication.started(Chat.class, Audit.class)) {
            assertThat(deliver(application, "Event-Type", "Order.Paid").skips)
                    .containsExactly("unknown event type 'Order.Paid'");
            assertThat(deliver(application, "Type", "message.sent").skips).containsExactly("no event type");
        }
    }

    @Test
    void asksTheApplicationsConfigurationForTheHeaderAndForWhatBecomesOfOthers() throws Exception {
        try (var application = TestApplication.of(Chat.class, Audit.class)
                .file(CONFIG, "mq.listener.event-type-header=Type\nmq.listener.unknown-event-type=fail")
                .start()) {
            deliver(application, "Type", "message.sent");

            assertThat(application.journalLines()).contains("sent x");
            assertThatThrownBy(() -> deliver(application, "Event-Type", "message.sent"))
                    .isInstanceOf(MqRejectedException.class);
        }
    }

    @Test
    void asksForTheListenersOwnSettingFirst() throws Exception {
        try (var application = TestApplication.of(Chat.class, Audit.class)
                .file(
                        CONFIG,
                        "mq.listener.event-type-header=Type\nmq.listeners.\"chat\".event-type-header=Own"
                                + "\nmq.listener.unknown-event-type=fail\nmq.listeners.chat.unknown-event-type=SKIP")
                .start()) {
            deliver(application, "Own", "message.sent");
            var skipped = deliver(application, "Type", "message.sent");

            assertThat(application.journalLines()).contains("sent x");
            assertThat(skipped.skips).hasSize(1);
        }
    }

    @Test
    void refusesASettingThatIsNone() {
        try (var application =
                TestApplication.of(Chat.class, Audit.class).file(CONFIG, "mq.listener.unknown-event-type=ignore")) {
            assertThat(problemsOf(application))
                    .containsExactly(Audit.class.getName() + ".left(String): its configuration cannot be used:"
                            + " unknown-event-type is 'ignore'; set skip or fail");
        }
    }

    @Test
    void filtersForEachMethod() throws Exception {
        try (var application = TestApplication.started(Halves.class, Never.class)) {
            var filtered = application.runtime().deliver("halves", message("Event-Type", "one"));
            application.runtime().deliver("halves", message("Event-Type", "two"));

            assertThat(filtered.skips).containsExactly("filter " + Never.class.getName());
            assertThat(application.journalLines()).contains("two x").doesNotContain("one x");
        }
    }

    @Test
    void routesASingleMethodUnderItsOwnName() throws Exception {
        try (var application = TestApplication.started(Alone.class)) {
            application.runtime().deliver("Alone.on", message("Event-Type", "ONE"));

            assertThat(application.journalLines()).contains("alone x");
            assertThat(application.runtime().deliver("Alone.on", message("Event-Type", "two")).skips)
                    .hasSize(1);
        }
    }

    @Test
    void letsGoOfEveryBeanOfASubscription() {
        try (var application = TestApplication.started(Chat.class, Audit.class)) {
            application.container().close();

            assertThat(application.journalLines()).containsSubsequence("closed chat", "audit destroyed");
        }
    }

    @Test
    void refusesContradictions() {
        try (var application = TestApplication.of(Chat.class, Audit.class, BadChat.class, BadAccident.class)) {
            assertThat(problemsOf(application))
                    .containsExactlyInAnyOrder(
                            BAD + "Chat.other(String): shares listener 'bad' with " + BAD + "Chat.base(String), but has"
                                    + " other topics, other group, other settings {workers=2} and {}; make them the same,"
                                    + " it is one subscription",
                            BAD + "Chat.pattern(String): shares listener 'bad' with " + BAD
                                    + "Chat.base(String), but has"
                                    + " other topics, other topicPattern; make them the same, it is one subscription",
                            BAD + "Chat.other(String): takes event type 'A', which " + BAD
                                    + "Chat.base(String) takes already; keep one, case does not matter",
                            BAD
                                    + "Chat.twice(String): takes event type 'C', which it names already; keep one, case does"
                                    + " not matter",
                            BAD + "Chat.blank(String): event type 2 of 2 is blank; name an event type or leave it out",
                            BAD + "Chat.batch(List<String>): has eventTypes, but takes a batch; take one record a call,"
                                    + " event types are told apart one by one",
                            BAD + "Chat.some(String): its name 'mixed' is also that of " + BAD
                                    + "Chat.none(String); set name of @MqListener, or both name and eventTypes of all that"
                                    + " are to share the records",
                            BAD + "Accident.on(byte[]): its name 'BadAccident.on' is also that of " + BAD
                                    + "Accident.on(String); set name of @MqListener, or both name and eventTypes of all"
                                    + " that are to share the records");
        }
    }

    @Test
    void takesTopicsInAnyOrder() {
        try (var application = TestApplication.started(Orders.class)) {
            assertThat(application.runtime().subscribed).containsOnlyKeys("orders");
        }
    }

    private static TestDelivery deliver(TestApplication application, String header, String type) throws Exception {
        return application.runtime().deliver("chat", message(header, type));
    }

    private static MqMessage message(String header, String type) {
        return MqMessage.builder("t")
                .value("x".getBytes(StandardCharsets.UTF_8))
                .headers(MqHeaders.of(header, type))
                .build();
    }

    private static List<String> problemsOf(TestApplication application) {
        var failure = catchThrowable(application::start);
        assertThat(failure).isInstanceOf(DeploymentException.class);
        return Arrays.stream(failure.getMessage().split("\n - ", -1)).skip(1).toList();
    }

    @ApplicationScoped
    static class Chat {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g", name = "chat", eventTypes = "message.sent")
        void sent(String payload) {
            journal.add("sent " + payload);
        }

        @MqListener(
                topics = "t",
                group = "g",
                name = "chat",
                eventTypes = {"message.edited", "message.deleted"})
        void edited(MqDelivery delivery) {
            journal.add("edited " + delivery.text());
        }
    }

    @Dependent
    static class Audit {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g", name = "chat", eventTypes = "user.left")
        void left(String payload) {
            journal.add("left " + payload);
        }

        @jakarta.annotation.PreDestroy
        void end() {
            journal.add("audit destroyed");
        }
    }

    @ApplicationScoped
    static class Halves {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g", name = "halves", eventTypes = "one", filter = Never.class)
        void one(String payload) {
            journal.add("one " + payload);
        }

        @MqListener(topics = "t", group = "g", name = "halves", eventTypes = "two")
        void two(String payload) {
            journal.add("two " + payload);
        }
    }

    @ApplicationScoped
    static class Never implements MqFilter {
        @Override
        public boolean accepts(MqDelivery delivery) {
            return false;
        }
    }

    @ApplicationScoped
    static class Alone {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g", eventTypes = "one")
        void on(String payload) {
            journal.add("alone " + payload);
        }
    }

    @ApplicationScoped
    static class Orders {
        @MqListener(
                topics = {"a", "b"},
                group = "g",
                name = "orders",
                eventTypes = "one")
        void one(String payload) {}

        @MqListener(
                topics = {"b", "a"},
                group = "g",
                name = "orders",
                eventTypes = "two")
        void two(String payload) {}
    }

    @ApplicationScoped
    static class BadChat {
        @MqListener(topics = "t", group = "g", name = "bad", eventTypes = "a")
        void base(String payload) {}

        @MqListener(topics = "u", group = "h", name = "bad", eventTypes = "A", workers = 2)
        void other(String payload) {}

        @MqListener(topicPattern = "t", group = "g", name = "bad", eventTypes = "b")
        void pattern(String payload) {}

        @MqListener(
                topics = "t",
                group = "g",
                name = "bad",
                eventTypes = {"c", "C"})
        void twice(String payload) {}

        @MqListener(
                topics = "t",
                group = "g",
                name = "blank",
                eventTypes = {"d", " "})
        void blank(String payload) {}

        @MqListener(topics = "t", group = "g", eventTypes = "e")
        void batch(List<String> batch) {}

        @MqListener(topics = "t", group = "g", name = "mixed")
        void none(String payload) {}

        @MqListener(topics = "t", group = "g", name = "mixed", eventTypes = "f")
        void some(String payload) {}
    }

    @ApplicationScoped
    static class BadAccident {
        @MqListener(topics = "t", group = "g", eventTypes = "g")
        void on(String payload) {}

        @MqListener(topics = "t", group = "g", eventTypes = "h")
        void on(byte[] payload) {}
    }
}
