// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MqEventRouterTest {
    private final List<String> calls = new ArrayList<>();
    private final MqEventRouter.Builder builder =
            MqEventRouter.builder().on("message.sent", noting("sent")).on("User.Left", noting("left"));

    @Test
    void callsTheListenerOfTheHeadersEventTypeIgnoringCase() throws Exception {
        var router = builder.build();

        for (String type : List.of("message.sent", "MESSAGE.Sent", "user.left")) {
            deliver(router, of("Event-Type", type));
        }

        assertThat(calls).containsExactly("sent a", "sent a", "left a");
        assertThat(router.eventTypes()).containsExactlyInAnyOrder("message.sent", "user.left");
    }

    @Test
    void comparesAsEveryLanguageDoes() throws Exception {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            deliver(MqEventRouter.builder().on("MESSAGE.ID", noting("id")).build(), of("Event-Type", "message.id"));
        } finally {
            Locale.setDefault(before);
        }

        assertThat(calls).containsExactly("id a");
    }

    @Test
    void takesTheLastOfSeveralHeadersOfTheNameGiven() throws Exception {
        var delivery = new FakeDelivery("t", "a")
                .headers(MqHeaders.of("type", "message.sent").with("type", "user.left"));

        deliver(builder.header("type").build(), delivery);

        assertThat(calls).containsExactly("left a");
    }

    @Test
    void asksTheOtherSourceOnlyWhereThereIsNoHeader() throws Exception {
        var router = builder.orElse(delivery -> Optional.of("user.left")).build();

        deliver(router, of("Event-Type", "message.sent"));
        deliver(router, of("Event-Type", " "));
        deliver(router, new FakeDelivery("t", "a"));

        assertThat(calls).containsExactly("sent a", "left a", "left a");
    }

    @Test
    void skipsUnknownAndMissingTypes() throws Exception {
        var unknown = of("Event-Type", "Order.Paid");
        var missing = new FakeDelivery("t", "a");
        var router = builder.build();

        deliver(router, unknown);
        deliver(router, missing);

        assertThat(calls).isEmpty();
        assertThat(unknown.skips).containsExactly("unknown event type 'Order.Paid'");
        assertThat(missing.skips).containsExactly("no event type");
    }

    @Test
    void rejectsUnknownAndMissingTypesIfToldSo() {
        var router = builder.unknown(MqEventRouter.Unknown.FAIL).build();
        var unknown = of("Event-Type", "Order.Paid");

        assertThatThrownBy(() -> deliver(router, unknown))
                .isExactlyInstanceOf(MqRejectedException.class)
                .hasMessage("unknown event type 'Order.Paid': t-7@42, header Event-Type");
        assertThatThrownBy(() -> deliver(router, new FakeDelivery("t", "a")))
                .isExactlyInstanceOf(MqRejectedException.class)
                .hasMessage("no event type: t-7@42, header Event-Type");
        assertThat(unknown.skips).isEmpty();
    }

    @Test
    void throwsWhatTheListenerThrew() {
        var thrown = new IOException("disk full");
        var router = MqEventRouter.builder()
                .on("a", (message, metadata) -> {
                    throw thrown;
                })
                .build();

        assertThat(catchThrowable(() -> deliver(router, of("Event-Type", "a")))).isSameAs(thrown);
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> builder.on("MESSAGE.SENT", noting("again")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'MESSAGE.SENT' has a listener already");
        assertThatThrownBy(() -> builder.on(" ", noting("blank"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.header("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MqEventRouter.builder().build()).isInstanceOf(IllegalStateException.class);
    }

    private MqMessageListener noting(String name) {
        return (message, metadata) -> calls.add(name + " " + message.text());
    }

    private static FakeDelivery of(String header, String value) {
        return new FakeDelivery("t", "a").headers(MqHeaders.of(header, value));
    }

    private static void deliver(MqEventRouter router, FakeDelivery delivery) throws Exception {
        router.onMessage(delivery, delivery);
    }
}
