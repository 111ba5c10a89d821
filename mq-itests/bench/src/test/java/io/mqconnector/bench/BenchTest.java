// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConfigException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchTest {
    private static final Plan SMALL = new Plan(0, 1, 0);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> runs = new ArrayList<>();

    @Test
    void measuresEverythingUnlessToldWhat() {
        assertThat(parsed().workloads()).containsExactly(BenchWorkload.values());
        assertThat(parsed().plan()).isEqualTo(new Plan(3, 9, 0));
    }

    @Test
    void aFirstWordStandsForAllThatBeginWithIt() {
        assertThat(parsed("--only", "send").workloads())
                .containsExactly(
                        BenchWorkload.SEND,
                        BenchWorkload.SEND_NONE,
                        BenchWorkload.SEND_SYNC,
                        BenchWorkload.SEND_8,
                        BenchWorkload.SEND_8_NONE,
                        BenchWorkload.SEND_COST);
        assertThat(parsed("--only", "consume-500,send-sync").workloads())
                .containsExactly(BenchWorkload.SEND_SYNC, BenchWorkload.CONSUME_500);
    }

    @Test
    void exactlyANameStandsForOne() {
        assertThat(parsed("--exact", "--only", "send,consume").workloads())
                .containsExactly(BenchWorkload.SEND, BenchWorkload.CONSUME);
    }

    @Test
    void takesRoundsAndRecords() {
        assertThat(parsed("--rounds", "20", "--warmup", "5", "--records", "1000")
                        .plan())
                .isEqualTo(new Plan(5, 20, 1000));
        assertThat(parsed("--quick").plan()).isEqualTo(Plan.QUICK);
    }

    @Test
    void tellsWrongSettingsAndNothingElse() throws Exception {
        var command = Bench.commandLine().setErr(new PrintWriter(err, true));

        int status = command.getExecutionExceptionHandler()
                .handleExecutionException(new MqConfigException(List.of("a is wrong", "b is wrong")), command, null);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("mq bench: 2 problems:", " - a is wrong", " - b is wrong");
    }

    @Test
    void refusesAnUnknownWorkload() {
        int status = command(new Bench()).execute("--only", "sent");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains("no workload 'sent'; there are send, send-none, send-sync, send-8, send-8-none, send-cost");
    }

    @Test
    void refusesNoRounds() {
        assertThat(command(new Bench()).execute("--rounds", "0")).isEqualTo(2);
    }

    @Test
    void listsEveryWorkloadInItsHelp() {
        int status = command(new Bench()).execute("--help");

        assertThat(status).isZero();
        for (BenchWorkload workload : BenchWorkload.values()) {
            assertThat(out.toString()).contains(workload.word());
        }
    }

    @Test
    void aRightResultEndsInZeroHoweverSlow(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("rows.json");
        var bench = parsed("--json", json.toString());
        var ours = new FakeContender("mq", runs, 1);
        var raw = new FakeContender("raw", runs, 1000);

        int status =
                bench.measure(SMALL, List.of(() -> FakeContender.workload(1, ours, raw)), () -> BenchTest::undisturbed);

        assertThat(status).isZero();
        assertThat(Files.readString(json))
                .contains("\"system\":\"mq\",\"value\":1,")
                .contains("\"ratioToRaw\":0.001");
        assertThat(out.toString()).contains("what is done", "0.001", "NOT TO BE QUOTED");
        assertThat(ours.isClosed).isTrue();
        assertThat(raw.isClosed).isTrue();
    }

    @Test
    void aWrongResultEndsInOneAndWritesNoRows(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("rows.json");
        var bench = parsed("--json", json.toString());
        var broken = new FakeContender("raw", runs);

        int status =
                bench.measure(SMALL, List.of(() -> FakeContender.workload(1, broken)), () -> BenchTest::undisturbed);

        assertThat(status).isEqualTo(1);
        assertThat(json).doesNotExist();
        assertThat(out.toString()).contains("WRONG RESULT: raw: 1 record lost");
        assertThat(broken.isClosed).isTrue();
    }

    private Bench parsed(String... args) {
        var bench = new Bench();
        command(bench).parseArgs(args);
        return bench;
    }

    private CommandLine command(Bench bench) {
        return new CommandLine(bench).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    private static OptionalDouble undisturbed() {
        return OptionalDouble.of(0);
    }
}
