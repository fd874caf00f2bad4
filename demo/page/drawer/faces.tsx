import { useEffect, useState } from 'preact/hooks';
import type { Distances, Look, Trace } from '../../protocol.ts';
import { readDistances } from '../api.ts';

/** The pictures Kith looked at, the faces in them, and how near each is to whom. */
export function Faces({ trace }: { readonly trace: Trace }) {
  const [distances, setDistances] = useState<Distances | null>(null);
  const isAnswered = trace.answeredMs !== null;
  useEffect(() => {
    setDistances(null);
    let isCurrent = true;
    if (isAnswered) {
      void readDistances(trace.id).then((read) => {
        if (isCurrent) setDistances(read);
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [trace.id, isAnswered]);
  if (trace.looks.length === 0) {
    return null;
  }
  return (
    <section aria-label="Faces">
      <h3>{trace.looks.length === 1 ? 'What Kith saw' : `Pictures Kith looked at`}</h3>
      {trace.looks.length === 1 ? (
        trace.looks.map((look) => (
          <figure key={look.photoUrl} class="look">
            <LookPicture look={look} distances={distances} />
            <FaceTable look={look} distances={distances} />
          </figure>
        ))
      ) : (
        <div class="looks">
          {trace.looks.map((look) => (
            <LookPicture key={look.photoUrl} look={look} distances={null} />
          ))}
        </div>
      )}
      {distances !== null && (
        <p class="small">
          Distances between descriptors, not probabilities: up to {distances.likely.toFixed(2)} is likely, up
          to {distances.possible.toFixed(2)} possible, anything farther is unknown to Kith. Those beyond are
          looked up for this drawer alone.
        </p>
      )}
    </section>
  );
}

interface LookProps {
  readonly look: Look;
  readonly distances: Distances | null;
}

function LookPicture({ look: { photoUrl, width, height, faces }, distances }: LookProps) {
  const stroke = Math.max(width, height) / 220;
  return (
    <div class="look-picture">
      <img src={photoUrl} alt={`The picture, in which Kith found ${faces.length} faces`} />
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {faces.map(({ box }, index) => (
          <g key={box.x} class={bandOf(distances, index)}>
            <rect {...box} class="box-under" stroke-width={stroke * 2.4} rx={stroke * 2} />
            <rect {...box} class="box" stroke-width={stroke * 1.2} rx={stroke * 2} />
            <circle cx={box.x} cy={box.y} r={stroke * 6} class="box-tag" />
            <text x={box.x} y={box.y + stroke * 3} font-size={stroke * 9} text-anchor="middle">
              {index + 1}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function FaceTable({ look: { width, height, modelVersion, faces }, distances }: LookProps) {
  return (
    <>
      <figcaption class="small">
        {width} × {height} pixels · {modelVersion}
      </figcaption>
      {faces.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section class="table-frame" tabIndex={0} aria-label="Faces in numbers">
          <table>
            <thead>
              <tr>
                <th scope="col">Face</th>
                {distances !== null && <th scope="col">Nearest people</th>}
                <th scope="col">Score</th>
                <th scope="col">Size</th>
                <th scope="col">Sharpness</th>
              </tr>
            </thead>
            <tbody>
              {faces.map((face, index) => (
                <tr key={face.box.x}>
                  <th scope="row">{index + 1}</th>
                  {distances !== null && (
                    <td>
                      <Nearest distances={distances} face={index} />
                    </td>
                  )}
                  <td>{face.score.toFixed(2)}</td>
                  <td>{Math.round(face.size)} px</td>
                  <td>{Math.round(face.sharpness)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function Nearest({ distances, face }: { readonly distances: Distances; readonly face: number }) {
  const nearest = distances.faces[face]?.slice(0, 3) ?? [];
  if (nearest.length === 0) {
    return <span class="faint">nobody is enrolled</span>;
  }
  return (
    <ul class="nearest">
      {nearest.map(({ name, distance }) => (
        <li key={name}>
          <span>{name}</span> <b class={band(distance, distances)}>{distance.toFixed(3)}</b>{' '}
          <small>{band(distance, distances)}</small>
        </li>
      ))}
    </ul>
  );
}

const band = (distance: number, { likely, possible }: Distances): string =>
  distance <= likely ? 'likely' : distance <= possible ? 'possible' : 'unknown';

function bandOf(distances: Distances | null, face: number): string {
  const [nearest] = distances?.faces[face] ?? [];
  return distances === null || nearest === undefined ? 'unknown' : band(nearest.distance, distances);
}
