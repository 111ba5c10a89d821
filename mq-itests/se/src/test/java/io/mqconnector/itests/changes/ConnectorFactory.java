// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import java.nio.file.Path;
import java.util.Map;

/** Makes what is changed. */
@FunctionalInterface
interface ConnectorFactory {
    /** Goes by a file that has these settings. */
    LiveConnector open(Path file, Map<String, String> settings);
}
