// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Runs when all tests of a module are over, in a JVM of its own: no secret of theirs stands in anything that was logged. What
 * was searched is put aside, so that the next build begins with nothing.
 */
public abstract class LogsContract {
    /** The output of the module's tests. */
    protected static final Path OUTPUT = Path.of(System.getProperty(TestOutput.SEARCHED, "target/output"));

    /** For the classes of the modules. */
    protected LogsContract() {}

    @AfterAll
    protected static void putAside() throws IOException {
        if (Files.exists(OUTPUT)) {
            TestOutput.putAside(OUTPUT);
        }
    }

    /** Where else programs of the tests have logged. */
    protected List<Path> furtherDirectories() {
        return List.of();
    }

    @Test
    protected void noSecretOfATestStandsInAnythingThatWasLogged() throws IOException {
        Assumptions.assumeTrue(Files.exists(OUTPUT), "no test has run");
        var search = SecretsSearch.ofAll(OUTPUT);
        var leaks = search.inLogs(OUTPUT);
        for (var directory : furtherDirectories()) {
            leaks.addAll(search.inLogs(directory));
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " times a secret was logged:\n"
                    + leaks.stream().limit(50).map(Leak::toString).collect(Collectors.joining("\n")));
        }
    }
}
