// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.itests.delivery.MemberJournal.Stamped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Stamped RECORD = new Stamped(2, 77, 1_234, 5, 3);

    @TempDir
    private Path directory;

    @Test
    void readsWhatAKilledProcessHadWrittenWithoutItsTornLine() throws IOException {
        var file = directory.resolve("c1.journal");
        try (var sink = new FileJournal(file)) {
            var journal = new MemberJournal("c1", sink);
            long delivery = journal.start(RECORD);
            journal.write(delivery, EventKind.FAIL, RECORD);
            journal.write(Cause.ofMember(CauseKind.CUT_OFF, "c1", 10, 20));
        }
        Files.writeString(file, "E c1 3 99", StandardOpenOption.APPEND);

        var events = new ArrayList<Event>();
        var causes = new ArrayList<Cause>();
        FileJournal.read(file, events::add, causes::add);

        assertThat(events).extracting(Event::kind).containsExactly(EventKind.START, EventKind.FAIL);
        assertThat(events).extracting(Event::sequence).containsExactly(1L, 2L);
        assertThat(causes).containsExactly(Cause.ofMember(CauseKind.CUT_OFF, "c1", 10, 20));
        assertThat(Deliveries.of(events).of(2, 77)).singleElement().satisfies(delivery -> {
            assertThat(delivery.recordId()).isEqualTo(1_234);
            assertThat(delivery.attempt()).isEqualTo(3);
            assertThat(delivery.isFinished()).isFalse();
        });
    }
}
