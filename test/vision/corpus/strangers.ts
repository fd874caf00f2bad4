import sharp from 'sharp';
import { withHevcInstead } from '../heif.ts';
import type { CorpusFile } from './file.ts';

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
const remote = svg.replace('<rect', '<image href="http://127.0.0.1:1/secret" width="9" height="9"/><rect');
const entities = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg.replace('<rect', '<text>&x;</text><rect')}`;

/** What is no picture, or not one of those that are read, under whatever name; and files that are two things at once. */
export async function strangers(): Promise<CorpusFile[]> {
  const plain = sharp({ create: { width: 64, height: 64, channels: 3, background: '#369' } });
  const [jpeg, gif, tiff, avif, pngBytes] = await Promise.all([
    plain.clone().jpeg().toBuffer(),
    plain.clone().gif().toBuffer(),
    plain.clone().tiff().toBuffer(),
    plain.clone().avif({ effort: 0 }).toBuffer(),
    plain.clone().png().toBuffer(),
  ]);
  const unsupported: Readonly<Record<string, string | Buffer>> = {
    'drawing.svg': svg,
    'drawing.png': svg,
    'drawing-with-a-link.svg': remote,
    'drawing-with-an-entity.svg': entities,
    'script.jpg': '<script>alert(1)</script>',
    'commands.mvg':
      'push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 "https://127.0.0.1/x"\npop graphic-context',
    'commands.jpg': 'push graphic-context\nfill \'url(https://127.0.0.1/"|id")\'\npop graphic-context',
    'page.eps': '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n',
    'document.pdf': '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n',
    'archive.zip': Buffer.from('PK\x03\x04\x14\0\0\0\0\0', 'latin1'),
    'video.mp4': Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1'),
    'picture.tiff': tiff,
    'tiff.jpg': tiff,
    'bitmap.bmp': Buffer.from(`BM:${'\0'.repeat(50)}`, 'latin1'),
    'icon.ico': Buffer.from('\0\0\x01\0\x01\0\x10\x10\0\0', 'latin1'),
    'text.jpg': 'not a picture at all',
    'one-byte.jpg': Buffer.from([0xff]),
    'zeros.jpg': Buffer.alloc(10_000),
    'photo.heic': withHevcInstead(avif),
    'pdf-before-a-jpeg.jpg': Buffer.concat([Buffer.from('%PDF-1.7\n'), jpeg]),
  };
  const polyglots: Readonly<Record<string, Buffer>> = {
    'jpeg-before-a-zip.jpg': Buffer.concat([jpeg, Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1')]),
    'png-before-a-page.png': Buffer.concat([pngBytes, Buffer.from('<html><script>alert(1)</script>')]),
    'gif-before-an-svg.gif': Buffer.concat([gif, Buffer.from(svg)]),
  };
  const as = (
    files: Readonly<Record<string, string | Buffer>>,
    outcome: NonNullable<CorpusFile['outcome']>,
  ) =>
    Object.entries(files).map(
      ([name, content]): CorpusFile => ({
        name,
        bytes: typeof content === 'string' ? Buffer.from(content) : content,
        outcome,
      }),
    );
  return [
    ...as(unsupported, 'image-unsupported-type'),
    ...as(polyglots, 'decoded'),
    ...as({ 'jpeg.png': jpeg, 'png.jpg': pngBytes, 'avif.gif': avif }, 'decoded'),
    ...as({ 'script.gif': 'GIF89a=1;alert(1)//', 'drawing.gif': `GIF89a${svg}` }, 'image-broken'),
    { name: 'empty.jpg', bytes: new Uint8Array(0), outcome: 'no-image' },
  ];
}
