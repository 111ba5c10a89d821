// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqErrorListener;
import java.util.List;

/** Tells every error listener of the application, a request around each call; what one throws keeps no other from it. */
final class ErrorListeners implements MqErrorListener {
    private static final MqCdiLog LOG = MqCdiLog.of(ErrorListeners.class);

    private final List<MqErrorListener> listeners;
    private final RequestScope requestScope;

    ErrorListeners(List<MqErrorListener> listeners, RequestScope requestScope) {
        this.listeners = listeners;
        this.requestScope = requestScope;
    }

    @Override
    public void onError(MqConsumerError error) {
        for (MqErrorListener listener : listeners) {
            tell(listener, error);
        }
    }

    @SuppressWarnings("try") // the request is only begun and ended
    private void tell(MqErrorListener listener, MqConsumerError error) {
        try (var request = requestScope.begin()) {
            listener.onError(error);
        } catch (RuntimeException e) {
            LOG.errorListenerFailed(error, e);
        }
    }
}
