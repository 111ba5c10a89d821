// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands until it is advanced, five seconds after noon of the first of March 2026. For one thread. */
final class TestClock extends Clock {
    private Instant now = Instant.parse("2026-03-01T12:00:05Z");

    void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
