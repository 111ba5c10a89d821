// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import io.mqconnector.output.LogsContract;

/** The last phase of this module's build, once its integration tests are over. */
class SecretsScan extends LogsContract {}
