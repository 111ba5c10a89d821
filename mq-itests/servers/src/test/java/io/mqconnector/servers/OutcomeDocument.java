// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sections of {@code docs/results/outcome-matrix.md}, one for each server. */
record OutcomeDocument(Path file) {
    private static final String INTRODUCTION = """
            # What a resource adapter sees of a delivery
            Written by the tests of `mq-itests/servers` (`mvn -Pci,all-servers -pl mq-itests/servers -am verify
            -Dmq.docs.update=true`), which fail when a server behaves otherwise. The decision: [ADR 7](../adr/0007-outcome-of-a-delivery.md).

            A delivery is `beforeDelivery`, one call, `afterDelivery`. Strategy SYNCHRONIZATION registers a `Synchronization`
            after `beforeDelivery` if there is a transaction; XA_RESOURCE gives one to `createEndpoint`; NONE does neither. *ra*
            is the adapter's XA resource, *db* that of the bean's H2 database. *Work is done* says the database's row, or what
            the bean did; *right?* whether the strategy alone comes to the same result.

            TomEE gets the adapter, its container and the data source from `conf/tomee.xml`. For each message-driven bean of a RAR in an
            EAR, TomEE 9.0.0 makes a `Default MDB Container` that nobody uses; with two such beans it does not start:
            `OpenEJBException: Cannot bind Container with id Default MDB Container`, caused by `NameAlreadyBoundException`.
            """;

    static OutcomeDocument inRepository() {
        Path directory = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("mq-api"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("not in the repository");
        }
        return new OutcomeDocument(directory.resolve("docs/results/outcome-matrix.md"));
    }

    /** The text below the heading, or nothing if it is not there. */
    String section(String heading) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        var text = Files.readString(file);
        int start = text.indexOf(headingLine(heading));
        if (start < 0) {
            return "";
        }
        int body = start + headingLine(heading).length();
        int end = text.indexOf("\n## ", body);
        return text.substring(body, end < 0 ? text.length() : end);
    }

    /** Puts the section in the place of the one with that heading, or at the end. */
    void replace(String heading, String body) throws IOException {
        Files.createDirectories(file.getParent());
        var text = Files.exists(file) ? Files.readString(file) : INTRODUCTION;
        int start = text.indexOf(headingLine(heading));
        if (start < 0) {
            Files.writeString(file, text + "\n" + headingLine(heading) + body);
            return;
        }
        int end = text.indexOf("\n## ", start);
        Files.writeString(
                file, text.substring(0, start) + headingLine(heading) + body + (end < 0 ? "" : text.substring(end)));
    }

    private static String headingLine(String heading) {
        return "## " + heading + "\n";
    }
}
