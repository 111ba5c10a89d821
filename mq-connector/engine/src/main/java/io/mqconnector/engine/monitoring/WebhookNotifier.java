// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqNotification;
import io.mqconnector.spi.MqNotifier;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Posts notifications as JSON to an address, once each: neither a redirect nor a failure is followed by another try.
 *
 * <p>With the JDK's old client: the new one keeps a thread of its own that Java 17 cannot end. Neither the address nor
 * anything from the answer reaches a message or the log.
 */
final class WebhookNotifier implements MqNotifier {
    private final Supplier<MonitoringSettings> settings;
    private final Executor executor;
    private final ScheduledExecutorService timer;

    /**
     * @param settings as of now
     * @param executor cuts off what takes too long
     * @param timer says when
     */
    WebhookNotifier(Supplier<MonitoringSettings> settings, Executor executor, ScheduledExecutorService timer) {
        this.settings = settings;
        this.executor = executor;
        this.timer = timer;
    }

    @Override
    public void onNotification(MqNotification notification) throws IOException {
        var now = settings.get();
        if (now.webhook().isEmpty()) {
            return;
        }
        var body = NotificationJson.of(notification).getBytes(StandardCharsets.UTF_8);
        var wasCutOff = new AtomicBoolean();
        int status;
        try {
            status = post(now.webhook(), body, now.notifyTimeout(), wasCutOff);
        } catch (IOException | IllegalArgumentException e) {
            // what it says may quote the address
            throw new IOException(
                    wasCutOff.get() || e instanceof SocketTimeoutException
                            ? "the webhook did not answer within " + now.notifyTimeout()
                            : "the webhook cannot be reached: " + e.getClass().getSimpleName());
        }
        if (wasCutOff.get()) {
            throw new IOException("the webhook did not answer within " + now.notifyTimeout());
        }
        if (status / 100 != 2) {
            throw new IOException("the webhook answered with status " + status);
        }
    }

    /** The status; -1 if it is none of HTTP. */
    private int post(String address, byte[] body, Duration timeout, AtomicBoolean wasCutOff) throws IOException {
        var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
        int timeoutMillis = Math.toIntExact(timeout.toMillis());
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        // a length known beforehand also keeps the JDK from posting again by itself
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
        connection.setRequestProperty("Connection", "close");
        // the time-outs above start anew with each byte
        var deadline = timer.schedule(
                () -> executor.execute(() -> {
                    wasCutOff.set(true);
                    connection.disconnect();
                }),
                timeoutMillis,
                TimeUnit.MILLISECONDS);
        try (var out = connection.getOutputStream()) {
            out.write(body);
            out.flush();
            return connection.getResponseCode();
        } finally {
            deadline.cancel(false);
            connection.disconnect();
        }
    }
}
