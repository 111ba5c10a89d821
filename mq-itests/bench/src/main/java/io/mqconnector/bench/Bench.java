// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.KafkaLogs;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmark as a program: {@code ./mq bench}. */
@Command(
        name = "mq bench",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = "Measures the connector beside the plain Kafka client, in one JVM with the broker.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:measured, and every result was right, however fast or slow",
            "1:records were lost, duplicated, out of order or not committed, or it could not run at all",
            "2:wrong arguments"
        })
public final class Bench implements Callable<Integer> {
    private static final int WRONG_RESULT = 1;
    private static final String SANITY_ONLY = "SANITY RUN, NOT TO BE QUOTED: too few rounds for a warm JVM";

    /** A strong reference: the LogManager keeps loggers weakly, a collected one forgets its level. */
    private static final Logger OURS = Logger.getLogger("io.mqconnector");

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = Words.class,
            description =
                    "Workloads to run (default: all): ${COMPLETION-CANDIDATES}. The first word stands for all that"
                            + " begin with it: send for send-none too.")
    private @Nullable List<String> only;

    @Option(names = "--exact", description = "With --only: send stands for send alone, consume for consume alone.")
    private boolean isExact;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the rows to this file, as a JSON array; without rows if a result was wrong.")
    private @Nullable Path json;

    @Option(names = "--rounds", paramLabel = "N", description = "Counted rounds (default: " + Plan.MIN_ROUNDS + ").")
    private int rounds = Plan.MIN_ROUNDS;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "Rounds before them that do not count (default: " + Plan.MIN_WARMUP_ROUNDS + ").")
    private int warmup = Plan.MIN_WARMUP_ROUNDS;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Records of each run of a throughput workload (default: the workload's own number).")
    private int records;

    @Option(
            names = "--quick",
            description = "Only see whether it works: 1 + 2 rounds of 20,000 records. Its numbers mean nothing.")
    private boolean isQuick;

    @Option(names = "--verbose", description = "Also print every single run.")
    private boolean isVerbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /**
     * Runs it and ends the JVM with its status.
     *
     * @param args see {@code --help}
     */
    public static void main(String... args) {
        KafkaLogs.quiet();
        OURS.setLevel(Level.WARNING);
        int status = commandLine().execute(args);
        System.exit(status);
    }

    /** Tells wrong settings without the place that found them; what else goes wrong is a defect and has its stack trace. */
    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setExecutionExceptionHandler((failure, line, parsed) -> {
            if (!(failure instanceof MqConfigException)) {
                throw failure;
            }
            line.getErr().println("mq bench: " + failure.getMessage());
            return WRONG_RESULT;
        });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var plan = plan();
        var workloads = workloads();
        if (json != null) {
            Files.writeString(json, JsonRows.of(List.of(), true)); // better now than after minutes
        }
        try (var broker = EmbeddedBroker.builder()
                // What a send workload has deleted is gone soon, before it is written to the disk.
                .property("log.retention.check.interval.ms", "500")
                .property("log.segment.delete.delay.ms", "0")
                .start()) {
            // Interrupted, it leaves no broker directory of some 100 MB behind; closed twice is closed once.
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "mq-bench-shutdown"));
            return measure(
                    plan,
                    workloads.stream()
                            .<WorkloadSource>map(workload -> () -> workload.open(broker, plan))
                            .toList(),
                    Disturbance::new);
        }
    }

    /** For the help: what {@code --only} takes. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(List.of(BenchWorkload.words()));
        }
    }

    /** Sets up a workload when its turn comes. */
    interface WorkloadSource {
        Workload open();
    }

    /**
     * Runs workloads one after another, prints and writes what came out.
     *
     * @param watches as in {@link Rounds}
     * @return the exit status
     */
    int measure(Plan plan, List<WorkloadSource> workloads, Supplier<? extends Supplier<OptionalDouble>> watches)
            throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        printHeader(out, plan);
        var results = new ArrayList<Result>();
        for (WorkloadSource source : workloads) {
            try (Workload workload = source.open()) {
                printLine(out, workload.description());
                var rounds =
                        new Rounds(plan, System::gc, watches, isVerbose ? line -> printLine(out, line) : line -> {});
                var disturbance = watches.get();
                var measured = rounds.run(workload);
                var others = disturbance.get();
                for (Measure measure : workload.measures()) {
                    printLine(
                            out,
                            TextTable.of(measured.stream()
                                    .filter(result -> result.measure().equals(measure))
                                    .toList()));
                }
                printLine(out, Disturbance.text(others, rounds.repeatedCount(), rounds.disturbedCount()));
                printLine(out, "");
                results.addAll(measured);
            } catch (WrongResultException e) {
                printLine(out, "WRONG RESULT: " + e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
                return WRONG_RESULT;
            }
        }
        if (json != null) {
            Files.writeString(json, JsonRows.of(results, plan.isQuotable()));
        }
        if (!plan.isQuotable()) {
            printLine(out, SANITY_ONLY);
        }
        return CommandLine.ExitCode.OK;
    }

    Plan plan() {
        try {
            return isQuick ? Plan.QUICK : new Plan(warmup, rounds, records);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    Set<BenchWorkload> workloads() {
        try {
            return BenchWorkload.named(
                    only == null
                            ? List.of(BenchWorkload.values()).stream()
                                    .map(BenchWorkload::word)
                                    .toList()
                            : only,
                    isExact);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** As Kafka's client jar says; the class that would tell it is not public. */
    private static String kafkaVersion() {
        var version = new Properties();
        try (InputStream in = KafkaProducer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            if (in != null) {
                version.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read Kafka's version", e);
        }
        return version.getProperty("version", "of unknown version");
    }

    private static void printHeader(PrintWriter out, Plan plan) {
        printLine(
                out,
                String.format(
                        Locale.ROOT,
                        "kafka-clients and broker %s in one JVM: %s %s, %d cores, heap %d MiB, %s%n"
                                + "%d warm-up and %d counted rounds, contenders in turn, order changing with each"
                                + " round; medians of the counted rounds, x raw: of the ratios within a round%s",
                        kafkaVersion(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.getRuntime().maxMemory() >> 20,
                        ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .map(GarbageCollectorMXBean::getName)
                                .collect(Collectors.joining(", ")),
                        plan.warmupRounds(),
                        plan.rounds(),
                        plan.isQuotable() ? "" : System.lineSeparator() + SANITY_ONLY));
        printLine(out, "");
    }

    private static void printLine(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
