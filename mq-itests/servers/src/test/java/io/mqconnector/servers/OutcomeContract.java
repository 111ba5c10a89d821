// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.work.WorkManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How a resource adapter learns what became of a delivery, tried in every combination on one server, and what else it
 * has to know of that server. The facts are in {@code docs/results/outcome-matrix.md}: a server that behaves otherwise
 * fails the test, and {@code -Dmq.docs.update=true} rewrites the server's section.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutcomeContract {
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(6);
    private static final List<String> STRATEGIES = List.of("SYNCHRONIZATION", "XA_RESOURCE", "NONE");
    private static final String DATABASE = "+database";
    private static final int WORKS = 150;

    private final List<Observation> observations = new ArrayList<>();
    private final Map<String, Integer> inDoubtAfterKill = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> saturation = new LinkedHashMap<>();
    private Map<String, String> config = Map.of();
    private AppServer server;

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    /**
     * The server to try, not started.
     *
     * @param directory for what it needs besides the probe's archive
     */
    abstract AppServer newServer(ServerSettings settings, Path directory);

    /** Writes the probe's archive for that server. */
    Path writeEar(Path directory) {
        return ProbeEar.writeTo(directory);
    }

    /** A journal as the document has it: what differs from run to run on that server says so. */
    String writtenDown(String journal) {
        return journal;
    }

    @BeforeAll
    void observe() throws IOException, SQLException {
        var work = Path.of(System.getProperty("mq.servers.work")).toAbsolutePath();
        var directory =
                Files.createDirectories(work.resolve("probe-" + getClass().getSimpleName()));
        var database = directory.resolve("probe");
        Files.deleteIfExists(directory.resolve("probe.mv.db"));
        server = newServer(ProbeEar.settings("outcome", database, TRANSACTION_TIMEOUT), directory);
        server.start();
        server.deploy(writeEar(directory));
        var probe = awaitProbe();
        for (var behaviour : List.of("return", "throw", "error", "setRollbackOnly", "commit fails")) {
            observe(probe, "transacted", behaviour);
            observe(probe, "transacted", behaviour + DATABASE);
        }
        observe(probe, "transacted", "time-out" + DATABASE);
        for (var behaviour : List.of("return", "throw", "error", "setRollbackOnly")) {
            observe(probe, "plain", behaviour);
        }
        config = probe.ask("config", Map.of());
        saturate(probe, "short, INDEFINITE", WorkManager.INDEFINITE, false);
        saturate(probe, "short, IMMEDIATE", WorkManager.IMMEDIATE, false);
        saturate(probe, "short, 1000 ms", 1_000, false);
        saturate(probe, "long, INDEFINITE", WorkManager.INDEFINITE, true);
        for (var strategy : STRATEGIES) {
            inDoubtAfterKill.put(strategy, killDuringCommit(probe, strategy, database));
            Files.delete(directory.resolve("probe.mv.db"));
            if (!strategy.equals(STRATEGIES.get(STRATEGIES.size() - 1))) {
                server.start();
                awaitProbe();
            }
        }
    }

    @AfterAll
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theSynchronizationTellsTheOutcomeOfEveryDelivery() {
        assertThat(observations)
                .filteredOn(observation -> observation.strategy().equals("SYNCHRONIZATION"))
                .hasSize(15)
                .allMatch(Observation::isRight);
    }

    @Test
    void aSynchronizationLeavesOneDatabaseOnePhase() {
        assertThat(find("transacted", "return" + DATABASE, "SYNCHRONIZATION").journal())
                .contains("db.commit-1pc")
                .doesNotContain("prepare");
    }

    @Test
    void aKilledServerLeavesNothingInDoubtWithASynchronization() {
        assertThat(inDoubtAfterKill).containsEntry("SYNCHRONIZATION", 0);
    }

    @Test
    void anXaResourceMakesOneDatabaseTwoPhase() {
        assertThat(find("transacted", "return" + DATABASE, "XA_RESOURCE").journal())
                .contains("db.prepare", "db.commit-2pc");
    }

    @Test
    void behavesAsTheDocumentSays() throws IOException {
        var document = OutcomeDocument.inRepository();
        var section = section();
        if (Boolean.getBoolean("mq.docs.update")) {
            document.replace(server.product(), section);
        }

        assertThat(document.section(server.product()))
                .as("rewrite it with -Dmq.docs.update=true")
                .isEqualTo(section);
    }

    /** What became of the works given with that start time-out, as {@link #observe} names it. */
    Map<String, String> worksGiven(String name) {
        return saturation.getOrDefault(name, Map.of());
    }

    private ProbeClient awaitProbe() {
        var probe = new ProbeClient(server);
        ((ServerProcess) server).await("delivering", () -> probe.answers("endpoints", "endpoints=plain,transacted"));
        return probe;
    }

    private void observe(ProbeClient probe, String endpoint, String behaviour) {
        for (var strategy : STRATEGIES) {
            var seen = probe.ask("deliver", delivery(endpoint, behaviour, strategy, ""));
            observations.add(new Observation(endpoint, behaviour, strategy, seen));
        }
    }

    private void saturate(ProbeClient probe, String name, long startTimeout, boolean isLong) {
        var facts = probe.ask(
                "saturate",
                Map.of(
                        "count", Integer.toString(WORKS),
                        "startTimeout", Long.toString(startTimeout),
                        "long", Boolean.toString(isLong)));
        System.out.println(server.product() + ", " + name + ": " + facts);
        saturation.put(name, facts);
    }

    /** Kills the server between the call that ends the bean's branch of the transaction and its effect. */
    private int killDuringCommit(ProbeClient probe, String strategy, Path database) throws SQLException {
        var lost = probe.askInVain("deliver", delivery("transacted", "return" + DATABASE, strategy, "db.commit"));
        ((ServerProcess) server).await("committing", () -> probe.answers("journal", "parked"));
        server.kill();
        lost.cancel(true);
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + database, "sa", "sa");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM INFORMATION_SCHEMA.IN_DOUBT")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Map<String, String> delivery(String endpoint, String behaviour, String strategy, String parkAt) {
        return Map.of("endpoint", endpoint, "behaviour", behaviour, "strategy", strategy, "parkAt", parkAt);
    }

    private Observation find(String endpoint, String behaviour, String strategy) {
        return observations.stream()
                .filter(observation -> observation.endpoint().equals(endpoint)
                        && observation.behaviour().equals(behaviour)
                        && observation.strategy().equals(strategy))
                .findFirst()
                .orElseThrow();
    }

    private String section() {
        var text = new StringBuilder("""
                | bean | it does | strategy | after beforeDelivery | call | before afterDelivery | afterDelivery | seen (\\| = afterDelivery returned) | work is | right? |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        observations.forEach(observation -> text.append(observation.toRow(this::writtenDown)));
        text.append("\nBranches in doubt after SIGKILL in the database's commit: ")
                .append(inDoubtAfterKill)
                .append(".\n\nMicroProfile Config with the adapter's class loader: ")
                .append(new TreeMap<>(config))
                .append(".\n\n")
                .append("""
                        | %d works that wait, start time-out | scheduleWork blocks its caller | throws before they end | accepted, but never heard of again |
                        |---|---|---|---|
                        """.formatted(WORKS));
        // How many run at once, and so are late, depends on the machine where the pool grows with the load.
        saturation.forEach((name, facts) -> text.append("| " + name
                + " | " + facts.get("callerBlocked")
                + " | " + thrown(name, facts)
                + " | " + facts.get("vanished")
                + " |\n"));
        return text.toString();
    }

    /** With a start time-out the machine decides what is late, and on Payara also whether that is thrown. */
    private static String thrown(String name, Map<String, String> facts) {
        if (!name.endsWith("INDEFINITE")) {
            return "varies";
        }
        return facts.get("thrown").equals("{}") ? "no" : "yes";
    }
}
