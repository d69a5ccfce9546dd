/** What is drawn beside the network: it tells a reader something, and the kernel nothing. */
import { z } from 'zod';
import { idSchema, positionSchema, sizeSchema } from './names';

/** A text on the paper, Markdown. */
export const noteSchema = z.looseObject({
  id: idSchema,
  text: z.string().max(20000),
  /** Top left corner, canvas px. */
  position: positionSchema,
  /** Absent: as wide as the text, at most 264 px. */
  width: z.number().min(48).max(4096).optional(),
  locked: z.boolean().optional(),
});
/** A coloured ground with a name, behind everything else. */
export const areaSchema = z.looseObject({
  id: idSchema,
  name: z.string().max(200).optional(),
  /** Top left corner, canvas px. */
  position: positionSchema,
  size: sizeSchema,
  /** Absent: sand. */
  colour: z.enum(['sand', 'sky', 'moss', 'straw']).optional(),
  locked: z.boolean().optional(),
});
/** Nodes and notes that belong together; `collapsed` draws them as one device. */
export const groupSchema = z.looseObject({
  id: idSchema,
  name: z.string().max(200),
  members: z.array(idSchema).max(10000),
  collapsed: z.boolean().optional(),
});

/** Characters that a picture may have as a data URL: an edit that sets it must fit into one message (native/WIRE.md: 4 MiB). */
export const pictureLimit = 3 * 1024 * 1024;
/** A picture under the drawing, such as a floor plan. */
export const backgroundSchema = z.looseObject({
  /** PNG, JPEG or WebP as a data URL: the file stays whole when it is sent away. */
  image: z
    .string()
    .max(pictureLimit)
    .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/, 'A background is a PNG, JPEG or WebP picture as a data URL.'),
  /** Top left corner, canvas px. */
  position: positionSchema,
  size: sizeSchema,
  /** 0 to 1. Absent: 0.5. */
  opacity: z.number().min(0).max(1).optional(),
});
