/** Folders of images: finds, decodes and resizes them. */
@NullMarked
package org.nn4j.images;

import org.jspecify.annotations.NullMarked;
