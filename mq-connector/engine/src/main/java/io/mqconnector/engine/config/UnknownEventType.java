// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** What happens to a record whose event type nobody takes. */
public enum UnknownEventType {
    /** It is skipped and counted. */
    SKIP,
    /** It fails as any other. */
    FAIL
}
