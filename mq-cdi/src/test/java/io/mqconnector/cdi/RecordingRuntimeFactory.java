// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConfig;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimeFactory;

/** Found by ServiceLoader in a {@link TestApplication}. */
public class RecordingRuntimeFactory implements MqRuntimeFactory {
    @Override
    public MqRuntime create(MqConfig config, ClassLoader applicationLoader) {
        return ((TestApplication.Loader) applicationLoader).application().newRuntime(config);
    }

    /** A second engine on the class path. */
    public static class Another extends RecordingRuntimeFactory {}
}
