// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the demo. */
@Command(
        name = "mq demo",
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = "Runs the chat backend on a Kafka broker, puts load on it and keeps books of every message.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every acknowledged message reached every reader, in order",
            "1:something was lost, out of order or again without a cause; no broker answered; or a setting is wrong",
            "2:wrong arguments"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int DEFAULT_WARM_UP = 3;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Post for so long (default: " + DemoOptions.DEFAULT_SECONDS + ").")
    private int seconds = DemoOptions.DEFAULT_SECONDS;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Chat messages a second (default: " + DemoOptions.DEFAULT_RATE
                    + "); 0: as many as go. With every tenth goes a user event.")
    private int rate = DemoOptions.DEFAULT_RATE;

    @Option(
            names = "--brokers",
            paramLabel = "host:port",
            description = "Brokers to use (default: one in this JVM). Missing topics are created there.")
    private @Nullable String brokers;

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "Users who post, in turn (default: " + DemoOptions.DEFAULT_USERS + ").")
    private int users = DemoOptions.DEFAULT_USERS;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "Post so many chat messages instead of going by --seconds.")
    private long messages;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds of posting before the books are opened (default: " + DEFAULT_WARM_UP + ").")
    private int warmUpSeconds = DEFAULT_WARM_UP;

    @Option(names = "--json", description = "Print the summary as one JSON object on the last line.")
    private boolean isJson;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks for it
    private boolean isHelpWanted;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Tells wrong settings without the place that found them; what else goes wrong is a defect and has its stack trace. */
    static CommandLine commandLine() {
        return new CommandLine(new DemoCommand()).setExecutionExceptionHandler((failure, line, parsed) -> {
            if (!(failure instanceof DeploymentException)) {
                throw failure;
            }
            line.getErr().println(failure.getMessage());
            return 1;
        });
    }

    @Override
    public Integer call() throws InterruptedException {
        var run = new DemoRun(options());
        Runtime.getRuntime().addShutdownHook(new Thread(run::terminate, "chat-shutdown"));
        return run.run().isClean() ? 0 : 1;
    }

    private DemoOptions options() {
        try {
            return DemoOptions.builder()
                    .seconds(seconds)
                    .rate(rate)
                    .brokers(brokers)
                    .users(users)
                    .warmUpSeconds(warmUpSeconds)
                    .messages(messages)
                    .json(isJson)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
