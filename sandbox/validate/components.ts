import { ComponentType } from 'discord-api-types/v10';
import { button, componentId } from './buttons.ts';
import {
  all,
  boolean,
  byType,
  type Check,
  integer,
  isObject,
  list,
  listOf,
  model,
  nullable,
  oneOf,
  required,
  text,
} from './checks.ts';
import { mediaItem } from './media.ts';
import { selects } from './selects.ts';

/** A row holds five buttons or one select, which is five wide. */
const ROW_WIDTH = 5;

/** Action rows of a message without IS_COMPONENTS_V2. */
const MAX_LEGACY_ROWS = 5;

const MAX_COMPONENTS = 40;

const ALT_TEXT = nullable(text(1024));

const rowWidth: Check = (value, at) => {
  let width = 0;
  // More children than fit side by side are too many already.
  listOf(value)
    .slice(0, ROW_WIDTH)
    .forEach((child, i) => {
      if (!isObject(child)) return;
      width += child.type === ComponentType.Button ? 1 : ROW_WIDTH;
      if (width > ROW_WIDTH) {
        at.at(i).fail('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
      }
    });
};

const actionRow = model({
  id: componentId,
  components: required(
    all(list(byType({ [ComponentType.Button]: button, ...selects }), ROW_WIDTH, 1), rowWidth),
  ),
});

export const textDisplay: Check = model({ id: componentId, content: required(text(4000, 1)) });

const separator = model({
  id: componentId,
  divider: nullable(boolean),
  spacing: nullable(oneOf([1, 2])),
});

function thumbnail(files: ReadonlySet<string>): Check {
  return model({
    id: componentId,
    media: required(mediaItem(files)),
    description: ALT_TEXT,
    spoiler: nullable(boolean),
  });
}

function section(files: ReadonlySet<string>): Check {
  return model({
    id: componentId,
    components: required(list(byType({ [ComponentType.TextDisplay]: textDisplay }), 3, 1)),
    accessory: required(
      byType({ [ComponentType.Button]: button, [ComponentType.Thumbnail]: thumbnail(files) }),
    ),
  });
}

function mediaGallery(files: ReadonlySet<string>): Check {
  const item = model({
    media: required(mediaItem(files)),
    description: ALT_TEXT,
    spoiler: nullable(boolean),
  });
  return model({ id: componentId, items: required(list(item, 10, 1)) });
}

function file(files: ReadonlySet<string>): Check {
  return model({
    id: componentId,
    file: required(mediaItem(files, 'attachments')),
    spoiler: nullable(boolean),
  });
}

/** `components` of a message without IS_COMPONENTS_V2: action rows alone. */
export const legacyComponents: Check = list(
  byType({ [ComponentType.ActionRow]: actionRow }),
  MAX_LEGACY_ROWS,
);

/** `components` of a message with IS_COMPONENTS_V2. What holds for all of them is in `component-tree.ts`. */
export function layoutComponents(files: ReadonlySet<string>): Check {
  const content = {
    [ComponentType.ActionRow]: actionRow,
    [ComponentType.Section]: section(files),
    [ComponentType.TextDisplay]: textDisplay,
    [ComponentType.MediaGallery]: mediaGallery(files),
    [ComponentType.File]: file(files),
    [ComponentType.Separator]: separator,
  };
  const container = model({
    id: componentId,
    accent_color: nullable(integer(0, 0xffffff)),
    spoiler: nullable(boolean),
    components: required(list(byType(content), MAX_COMPONENTS, 1)),
  });
  return list(byType({ ...content, [ComponentType.Container]: container }), MAX_COMPONENTS);
}
