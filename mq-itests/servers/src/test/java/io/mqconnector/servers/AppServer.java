// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.net.URI;
import java.nio.file.Path;

/**
 * An application server in a process of its own, on 127.0.0.1 and free ports, with a copy of its configuration.
 *
 * <p>Life-cycle: new and stopped; {@link #start} and {@link #stop} or {@link #kill} in turns, always on the same ports and
 * files; {@link #close} ends what still runs. Not thread-safe, but for {@link #log}, {@link #baseUri} and {@link #jvm}.
 * What fails throws {@link ServerException}, with the end of the server's log.
 */
public interface AppServer extends AutoCloseable {
    /** Name and version, such as {@code WildFly 39.0.1.Final}. */
    String product();

    /** Starts it and returns when it is ready. What was deployed before is deployed again. */
    void start();

    /** Ends it in order, by SIGTERM to its JVM, or by force if that takes more than a minute. */
    void stop();

    /** Ends it by SIGKILL, with everything it started. */
    void kill();

    /** Whether its JVM runs. */
    boolean isAlive();

    /**
     * Deploys an archive under its file name, in place of the one of that name, and returns when it runs. What cannot be
     * deployed is an exception, and taken out again.
     */
    void deploy(Path archive);

    /** Takes a deployed archive out and returns when it is gone. */
    void undeploy(String fileName);

    /** Where its applications are served: {@code http://127.0.0.1:PORT/}. */
    URI baseUri();

    /** Everything it wrote to its console since it was created; restarts append. */
    String log();

    /** The server's own JVM, not a script or launcher around it. */
    ProcessHandle jvm();

    /** Writes the reachable heap of the running JVM to a file that does not exist yet. */
    void dumpHeap(Path file);

    @Override
    void close();
}
