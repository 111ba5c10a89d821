// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.output.LogsContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last phase of this module's build, once its integration tests are over; the servers' own logs are searched too. */
class SecretsScan extends LogsContract {
    @Override
    protected List<Path> furtherDirectories() {
        var work = Path.of(System.getProperty("mq.servers.work"));
        return Files.exists(work) ? List.of(work) : List.of();
    }
}
