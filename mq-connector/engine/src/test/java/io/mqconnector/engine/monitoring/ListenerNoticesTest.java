// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.engine.inbound.ListenerObserver.Deed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListenerNoticesTest {
    private final List<String> told = new ArrayList<>();
    private final Notifications notifications =
            new Notifications("node-1", Runnable::run, Clock.systemUTC(), System::nanoTime);
    private final ListenerNotices notices = new ListenerNotices(notifications);

    @BeforeEach
    void listen() {
        var unused = notifications.add(
                notice -> told.add(notice.type().word() + " " + notice.subject() + " "
                        + notice.facts().get("kind")),
                ListenerNoticesTest.class.getClassLoader());
    }

    private void done(Deed... deeds) {
        for (var deed : deeds) {
            notices.done(deed, "orders", "g");
        }
    }

    private void trouble(MqConsumerError.Kind kind) {
        notices.trouble(new MqConsumerError(kind, "orders", "g", List.of(), "it happened", null));
    }

    @Test
    void tellsThatAStoppedListenerWasStartedAgain() {
        done(Deed.STARTED, Deed.STOPPED, Deed.STARTED);

        assertThat(told).containsExactly("listener.stopped orders STOPPED", "listener.restarted orders STARTED");
    }

    @Test
    void tellsNothingOfTheFirstStartNorOfOneAfterTheEnd() {
        done(Deed.STARTED, Deed.STOPPED, Deed.CLOSED, Deed.STARTED);

        assertThat(told).containsExactly("listener.stopped orders STOPPED");
    }

    @Test
    void tellsThatAFailedConsumerIsBuiltAnew() {
        trouble(MqConsumerError.Kind.CONSUMER_FAILED);
        done(Deed.RESTARTED);

        assertThat(told)
                .containsExactly("listener.restarted orders CONSUMER_FAILED", "listener.restarted orders RESTARTED");
    }

    @Test
    void tellsThatItHasRecovered() {
        done(Deed.RECOVERED);

        assertThat(told).containsExactly("listener.recovered orders RECOVERED");
    }

    @Test
    void tellsWhatStandsStill() {
        for (var kind : MqConsumerError.Kind.values()) {
            trouble(kind);
        }
        done(Deed.PAUSED, Deed.RESUMED);

        assertThat(told)
                .containsExactly(
                        "listener.restarted orders AUTHORIZATION",
                        "listener.restarted orders CONSUMER_FAILED",
                        "listener.stopped orders GIVEN_UP",
                        "listener.stalled orders STALLED",
                        "listener.stalled orders STUCK",
                        "listener.stopped orders PARTITION_STOPPED",
                        "listener.stalled orders DEAD_LETTER_FAILED");
    }
}
