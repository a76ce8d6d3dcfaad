// The shapes that the page's modules share, for `tsc --checkJs`; nothing of this reaches the page.

type Leaflet = typeof L;
/** Latitude and longitude in degrees, the order of Leaflet. */
type LatLon = [number, number];
type Children = (Node | string | null | undefined | Children)[];
type Attributes = Record<string, string | number | boolean | null>;
/** Values by row: an array, or what reads like one. */
interface Column {
  length: number;
  at(index: number): any;
}
/** A table as columns of one length, by name. */
type Table = Record<string, Column>;
/** A table as lists of one length, by name. */
type Columns = Record<string, any[]>;

/** A column of texts, or of lists of texts, some rows of it in each piece. */
interface PackedTexts {
  pieces: string[];
  rows: number;
  length: number;
  lists: boolean;
}
type Kind = "fragment_site" | "strike_report" | "place" | "zone" | "photo";
/** In which lengths stand beside one another. */
type Unit = "m" | "km";
type Verdict = "agrees" | "compatible" | "contradicted" | "untestable";

interface Measured {
  distance_m: number;
  low_m: number;
  high_m: number;
  azimuth_deg: number;
  azimuth_half_width_deg: number | null;
}

interface Claimed {
  text: string;
  distance_m: number | null;
  low_m: number | null;
  high_m: number | null;
  agrees_low_m: number | null;
  /** Null for "at least", and where nothing agrees. */
  agrees_high_m: number | null;
  azimuth_deg: number | null;
  azimuth_half_width_deg: number | null;
  azimuth_limit_deg: number | null;
  axis?: boolean;
  value: string;
}

/** What decides a verdict besides the positions and what is claimed; nothing stands for what is so of most claims. */
interface Rule {
  /** Those whose outline decides. */
  areas?: string[];
  /** How many times as long as the straight line the claimed way may be. */
  roads?: [number, number];
  /** From the claimed azimuth to true north: degrees, give or take degrees, and whether that is known. */
  turn?: [number, number, boolean];
  bound?: string;
  hedged?: boolean;
  tolerance_m?: number;
}

/** An end of a claim: where it lies, and how far off that may be. */
interface End {
  at: LatLon;
  known_m: number;
}

interface Judged {
  verdict: Verdict;
  /** Metres, or degrees for a direction; 0 unless it is contradicted. */
  gap: number;
  measured: Measured | null;
}

/** What a reader tries with What if: of records what differs, null for what does not, and of claims the text of a figure. */
interface Tried {
  moved: { id: string; at: LatLon | null; known_m: number | null }[];
  figures: { claim: string; text: string }[];
}

/** A label, what is said, whether that is a word of ours, a date or in a language, and the property's name in the file. */
type Said = [string, string | boolean | number, (boolean | "dates" | { lang: string })?, string?];

/** Sources behind which one body stands, and the claims all of whose sources are among them. */
interface Body {
  names: string[];
  sources: string[];
  claims: string[];
}

interface Finding {
  claim: string;
  kind: string;
  verdict: Verdict;
  measured: Measured | null;
  claimed: Claimed;
  explanation: string;
  unit: Unit;
  label: string;
  /** Whether that is a name that the file gives it. */
  named: boolean;
  /** The number that it has in the list, on the map and on paper. */
  number: number;
  gap_m: number | null;
  gap_deg: number | null;
  /** The gap in relation to all that uncertainty leaves open. */
  multiple: number | null;
  only_sources: string[];
  facts: Said[];
  claimed_by: string | null;
  claimed_on: string | null;
  quote: string | null;
  /** Tag of the language of what is printed. */
  language: string | null;
  note: string | null;
  claim_sources: string[];
  position_sources: string[];
  ties: string | null;
  from: string | null;
  to: string | null;
  /** The records of a claim between which nothing is drawn; of an arrival, where it arrived and the stated origin. */
  about: string[] | null;
  /** Other arrivals with which one has no direction in common. */
  /** What the claims are called that have no direction in common with it. */
  opposed: string[] | null;
  attribute: string | null;
  /** How a claimed number of metres is put that no source printed. */
  put: string | null;
}

/** A property of a kind, as the page shows it. */
interface Fact {
  name: string;
  label: string;
  unit: string;
  remark: string;
  /** What some of its values are called, and what must be read with them. */
  words?: Record<string, [string, string | null]>;
  /** Whether it is a date. */
  dated?: boolean;
  /** What the records are called that its values are ids of. */
  names?: Record<string, string>;
}

/** What it would take to turn a verdict. */
interface Turning {
  before: string[];
  slips: string[];
  after: string[];
}

interface Source {
  id: string;
  name?: string;
  title: string;
  quote?: string;
  facts: Said[];
  url?: string;
  archive_url?: string;
  publisher?: string;
  published_on?: string;
  language?: string;
  reliability?: string;
  credibility?: string;
  attributed_to?: string;
  relies_on?: string[];
  note?: string;
}

/** A record with a place: its own properties as they stand in the file, and where it was judged to be. */
interface SiteRecord {
  id: string;
  kind: Kind;
  label: string;
  number: number;
  at: LatLon | null;
  /** Null where there is no position, or nothing says how far off it may be. */
  known_m: number | null;
  polygon?: LatLon[][];
  lethal_radius_m?: number;
  uncertainty_m?: number;
  published_coordinates?: string;
  quote?: string;
  language?: string;
  note?: string;
  sources?: string[];
  [property: string]: any;
}

type PlacedRecord = SiteRecord & { at: LatLon };

interface ReportedRange {
  claim: string;
  around: string;
  label: string;
  at: LatLon;
  certain_m: number;
  radius_m: number;
  /** The radius as it was put, where it is no single number. */
  text: string | null;
  possible_m: number;
}

/** An area that is reported as a whole: a circle by its radii, or any other shape by polygons. */
interface ReportedZone {
  id: string;
  label: string;
  type: string;
  /** What that sort of zone is called. */
  called: string;
  warning: string;
  at: LatLon;
  certain_m: number;
  radius_m: number;
  possible_m: number;
  /** The radius as it was put, where it is no single number. */
  text: string | null;
  polygons: Record<"certain" | "nominal" | "possible", LatLon[][][]> | null;
  areas_m2: Record<"certain" | "nominal" | "possible", number> | null;
}

/** What a photograph's card shows beside its facts. */
interface PhotoWords {
  /** An address that asks no host, and pixels. */
  picture?: [address: string, width: number, height: number];
  /** Why there is no picture. */
  without?: string;
  /** Degrees clockwise from north, and to either side. */
  view?: [azimuth: number, half: number];
  /** What of that is drawn although nothing says it. */
  assumed?: string[];
  /** A record that it shows, metres from it, and what the uncertainties leave if they are known. */
  distances?: [id: string, distance: number, low: number | null, high: number | null][];
}

/** A sentence about claims taken together. */
interface Statement {
  text: string;
  claims: string[];
}

/** A sentence about a marking on records that lie far apart. */
interface MarkingStatement {
  text: string;
  records: string[];
}

interface Locus {
  site: string;
  claims: string[];
  bounded: boolean;
  sentences: string[];
  polygons: LatLon[][][];
}

/** A text of the page with its values, which Python chose. */
interface PageSentence {
  one: string;
  many: string;
  count: number | null;
  values: Record<string, string>;
}

interface BaseMap {
  /** What stands for it in the state and in a link. */
  key: string;
  name: string;
  attribution: string;
  max_zoom: number;
  note: PageSentence | null;
  min_zoom?: number;
  tiles?: Record<string, string>;
  url?: string;
  host?: string;
  needs_referrer?: boolean;
}

type Corners = [LatLon, LatLon];

interface Views {
  home: Corners;
  surroundings: Corners;
  everything: Corners;
  /** The longitude within 180 degrees of which every other one is drawn. */
  middle: number;
  far: string[];
}

interface ContextShapes {
  lines: LatLon[][];
  areas: LatLon[][][];
  points: LatLon[];
}

/** What the page is made from, as `payload.py` and `draw.py` write it. */
interface Payload {
  file: string;
  sha256: string;
  /** The file, deflated, in base64; if there is none, the size up to which one is carried, or null if none was wanted. */
  record: { text: string | null; most: number | null };
  version: string;
  method: string;
  warning: string;
  range_warning: string;
  dates: [string, string] | null;
  records: Record<Kind, Record<string, any[] | PackedTexts>>;
  findings: Columns;
  rules: Record<string, Rule>;
  further: Record<string, Turning>;
  facts: Record<string, Fact[]>;
  together: Statement[];
  markings: MarkingStatement[];
  left_out: { findings: string[]; together: string[]; markings: string[] };
  loci: Locus[];
  ranges: ReportedRange[];
  zones: ReportedZone[];
  /** How many zones are not among them. */
  zones_left_out: number;
  photos: Record<string, PhotoWords>;
  sources: Columns;
  bodies: Body[];
  views: Views;
  basemaps: BaseMap[];
  context: ContextShapes | null;
  /** Tag of the language in which the page starts. */
  language: string;
  /** The page's languages by tag, each with its own name for itself. */
  languages: Record<string, string>;
}

/** What a row or a card needs beside the record that it shows. */
interface Context {
  sources: Map<string, Source>;
  rivals: Map<string, (Finding & { value: string })[]>;
  markings: MarkingStatement[];
  further: Record<string, Turning>;
  facts: Record<string, Fact[]>;
  ranges: ReportedRange[];
  zones: ReportedZone[];
  rangeWarning: string;
  photos: import("./photos.js").Photos;
  choose: (id: string) => void;
}

/** Everything that a reader has set; the link holds what differs from the start. */
interface ReaderState {
  /** Verdicts whose findings are not shown. */
  hiddenVerdicts: ReadonlySet<string>;
  /** Layers of the legend that are switched off, kinds of records among them. */
  hiddenLayers: ReadonlySet<string>;
  /** The last day that is shown, as a number of days since 1970; null shows every day. */
  until: number | null;
  /** Words that are searched for. */
  text: string;
  /** Id of the record or claim that is chosen. */
  chosen: string | null;
  /** Where the map looks; null before it has looked anywhere. */
  view: { at: LatLon; zoom: number } | null;
  /** Key of the base map underneath; null is the graticule alone. */
  basemap: string | null;
  /** Whether the link holds the base map, so that whoever opens it asks the same host. */
  linksBasemap: boolean;
  /** Tag of the language that the reader chose; null for the page's own. */
  language: string | null;
}

/** A place for words: a point, and the way to go from there. */
interface Spot {
  at: LatLon;
  way: number[];
}

interface Words {
  rank: number;
  spots: Spot[];
  box: HTMLElement;
  texts: HTMLElement[];
  ends: LatLon[] | null;
  reaches: number[];
  /** Whether they name a symbol. */
  isName: boolean;
  sizes: [number, number][] | null;
}

/** What our layers carry for the one that lays out the words. */
interface Labelled {
  words?: Words;
  /** Half the width and half the height of a symbol, in pixels. */
  half?: [number, number];
  /** The ends of a line that words should not cover. */
  ends?: LatLon[];
}

type LayerGroups = Record<string, L.FeatureGroup>;

/** What Leaflet's own way of making a class gives. */
type GridLayerClass = new (options?: L.GridLayerOptions) => L.GridLayer;

/** A record at its place on the screen; `kind` is the place of its kind in the list of kinds. */
interface CrowdPoint {
  number: number;
  kind: number;
  x: number;
  y: number;
}

/** Records of a square of the screen that were only counted, and their middle. */
interface CrowdCell {
  column: number;
  row: number;
  counts: number[];
  total: number;
  x: number;
  y: number;
  first: number;
}

/** A symbol in its place: of one record, or counted. */
interface CrowdSymbol {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The record, or that with the lowest number. */
  first: number;
  /** How many there are of each kind, or null for one record. */
  counts: number[] | null;
  points: CrowdPoint[];
  cells: CrowdCell[];
  /** Whether it stays where it is, whatever lies there. */
  isAlone: boolean;
}

interface GridFields {
  x: Float64Array;
  y: Float64Array;
  west: number;
  south: number;
  cell: number;
  starts: Int32Array;
  order: Int32Array;
}

/** What drawing and counting points needs to know. */
interface PointsKnown {
  grid: import("./canvas.js").Grid;
  kindOf: Uint8Array;
  shown: Uint8Array;
  kinds: number;
}

/** The pixels of a small symbol. */
type Stamp = { across: number; down: number; pixel: number }[];

interface TileJob {
  x: number;
  y: number;
  z: number;
  side: number;
  sharp: number;
  stamps: Stamp[];
}

interface CountJob {
  west: number;
  south: number;
  east: number;
  north: number;
  scale: number;
  side: number;
}
