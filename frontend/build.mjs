// Copies the parts that pages load, and the fonts of printed documents, into the package's static folder, and writes the shapes of the world map.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoArea, geoCentroid, geoContains, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const parts = join(here, "..", "src", "aktsom", "web", "static", "parts");
const WIDTH = 960;
const HEIGHT = 460;
const SOUTHERNMOST = -58; // nobody cooperates with Antarctica
const SMALLEST_SHAPE = 30; // square pixels; a country smaller than this gets a circle that can be seen and touched

rmSync(parts, { recursive: true, force: true });
mkdirSync(parts, { recursive: true });
copyStylesAndScripts();
copyFonts();
writeFileSync(join(parts, "world.json"), JSON.stringify(world()));

function copyStylesAndScripts() {
  for (const [from, to] of [
    ["@digdir/designsystemet-css/dist/src/index.css", "designsystemet.css"],
    ["@digdir/designsystemet-css/dist/theme/designsystemet.css", "designsystemet-theme.css"],
    ["htmx.org/dist/htmx.min.js", "htmx.js"],
  ]) {
    copyFileSync(join(modules, from), join(parts, to));
  }
}

// For documents on paper: a machine that makes them may have no fonts at all.
function copyFonts() {
  mkdirSync(join(parts, "fonts"));
  for (const letters of ["latin", "latin-ext", "cyrillic", "greek"]) {
    for (const weight of [400, 600]) {
      const name = `inter-${letters}-${weight}-normal.woff2`;
      copyFileSync(join(modules, "@fontsource/inter/files", name), join(parts, "fonts", name));
    }
  }
}

// Keys are ISO 3166-1 numeric codes, or a name where the shapes have no code; the page turns them into alpha-2.
function world() {
  const coarse = countries("countries-110m.json");
  const fine = countries("countries-50m.json");
  giveCrimeaToUkraine(coarse);
  const project = geoEqualEarth().fitExtent([[4, 4], [WIDTH - 4, HEIGHT - 4]], { type: "Sphere" });
  const draw = geoPath(project).digits(1);
  const shapes = {};
  const points = {};
  for (const [key, country] of fine) {
    const shape = coarse.get(key);
    if (shape) shapes[key] = draw(shape);
    if (!shape || draw.area(shape) < SMALLEST_SHAPE) points[key] = project(geoCentroid(largestPart(country))).map(Math.round);
  }
  for (const [key, country] of coarse) shapes[key] ??= draw(country);
  const height = Math.round(project([0, SOUTHERNMOST])[1]);
  return { width: WIDTH, height, outline: draw({ type: "Sphere" }), shapes, points };
}

function countries(file) {
  const atlas = JSON.parse(readFileSync(join(modules, "world-atlas", file), "utf8"));
  const found = new Map();
  for (const country of feature(atlas, atlas.objects.countries).features) {
    const key = country.id ?? country.properties.name;
    if (key !== "010") found.set(key, country);
  }
  return found;
}

// The shapes draw who controls an area; the map shows the borders that Norway recognises.
function giveCrimeaToUkraine(found) {
  const [russia, ukraine] = [found.get("643"), found.get("804")];
  const crimea = russia.geometry.coordinates.filter((part) => geoContains({ type: "Polygon", coordinates: part }, [34.1, 45.2]));
  if (crimea.length !== 1 || geoArea({ type: "Polygon", coordinates: crimea[0] }) > 0.01) return;
  russia.geometry.coordinates = russia.geometry.coordinates.filter((part) => part !== crimea[0]);
  const own = ukraine.geometry;
  const present = own.type === "Polygon" ? [own.coordinates] : own.coordinates;
  ukraine.geometry = { type: "MultiPolygon", coordinates: [...present, crimea[0]] };
}

function largestPart(country) {
  if (country.geometry.type !== "MultiPolygon") return country;
  const polygons = country.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return polygons.reduce((best, one) => (geoArea(one) > geoArea(best) ? one : best));
}
