// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.api.MqPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListenerEventsTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final ClassLoader application = new ClassLoader(null) {};
    private final List<String> told = new ArrayList<>();

    private ListenerEvents events(MqErrorListener listener) {
        return new ListenerEvents("listener", "group", listener, ListenerObserver.NONE, application, executor);
    }

    private static void tell(ListenerEvents events, String message) {
        events.tell(MqConsumerError.Kind.STALLED, List.of(), message, null);
    }

    @Test
    void tellsWhatWhereAndWhy() {
        var errors = new ArrayList<MqConsumerError>();
        var cause = new IllegalStateException();

        events(errors::add)
                .tell(MqConsumerError.Kind.LOST, List.of(RecordingConsumer.ZERO, RecordingConsumer.ONE), "gone", cause);
        executor.runAll();

        assertThat(errors)
                .containsExactly(new MqConsumerError(
                        MqConsumerError.Kind.LOST,
                        "listener",
                        "group",
                        List.of(new MqPartition("t", 0), new MqPartition("t", 1)),
                        "gone",
                        cause));
    }

    @Test
    void tellsItsObserverWithoutWaitingForTheApplication() {
        var observed = new ArrayList<String>();
        var observer = new ListenerObserver() {
            @Override
            public void trouble(MqConsumerError error) {
                observed.add(error.kind() + " " + error.message());
            }

            @Override
            public void done(Deed deed, String listener, String group) {
                throw new AssertionError(deed);
            }
        };

        tell(new ListenerEvents("listener", "group", error -> told.add("app"), observer, application, executor), "a");

        assertThat(observed).containsExactly("STALLED a");
        assertThat(told).isEmpty();
    }

    @Test
    void returnsAtOnceAndTellsInOrderByOneTask() {
        var events = events(error -> told.add(error.message()));
        tell(events, "a");
        tell(events, "b");
        tell(events, "c");

        assertThat(told).isEmpty();
        assertThat(executor.tasks).hasSize(1);
        executor.runAll();
        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void tellsOneAfterTheOtherAlsoWhatHappensMeanwhile() {
        var self = new ArrayList<ListenerEvents>();
        var events = events(error -> {
            told.add("begin " + error.message());
            if (error.message().equals("a")) {
                tell(self.get(0), "b");
                assertThat(executor.tasks).as("nobody tells it side by side").isEmpty();
            }
            told.add("end " + error.message());
        });
        self.add(events);
        tell(events, "a");

        executor.runAll();

        assertThat(told).containsExactly("begin a", "end a", "begin b", "end b");
        tell(events, "c");
        executor.runAll();
        assertThat(told).endsWith("begin c", "end c");
    }

    @Test
    void goesOnAfterAListenerThatThrows() {
        var events = events(error -> {
            told.add(error.message());
            if (error.message().equals("a")) {
                throw new IllegalStateException("told to fail");
            }
            if (error.message().equals("b")) {
                throw new StackOverflowError("told to fail");
            }
        });
        tell(events, "a");
        tell(events, "b");
        tell(events, "c");

        executor.runAll();

        assertThat(told).containsExactly("a", "b", "c");
        tell(events, "d");
        executor.runAll();
        assertThat(told).endsWith("d");
    }

    @Test
    void callsWithTheApplicationsContextLoaderAndRestoresTheThreads() {
        var loaders = new ArrayList<ClassLoader>();
        var before = Thread.currentThread().getContextClassLoader();
        tell(events(error -> loaders.add(Thread.currentThread().getContextClassLoader())), "a");

        executor.runAll();

        assertThat(loaders).containsExactly(application);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void keepsOnlyTheLatestForOneThatDoesNotReturn() {
        var events = events(error -> told.add(error.message()));
        IntStream.range(0, ListenerEvents.BOUND + 5).forEach(i -> tell(events, "n" + i));

        executor.runAll();

        assertThat(told).hasSize(ListenerEvents.BOUND).startsWith("n5").endsWith("n" + (ListenerEvents.BOUND + 4));
    }

    @Test
    void forgetsWhatNobodyCanBeToldAnyMore() {
        var events = events(error -> told.add(error.message()));
        executor.rejects = true;
        tell(events, "a");
        executor.rejects = false;

        tell(events, "b");
        executor.runAll();

        assertThat(told).containsExactly("b");
    }
}
