export interface Place {
  readonly city: string;
  readonly country: string;
}

/** Places of one country each, cities by commas. */
const placesIn = (byCountry: Readonly<Record<string, string>>): readonly Place[] =>
  Object.entries(byCountry).flatMap(([country, cities]) =>
    cities.split(",").map((city) => ({ city, country })),
  );

/** Invented people and companies are put together from these; any likeness to real ones is chance. */
export interface Culture {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly places: readonly Place[];
  /** Calling code without the plus sign. */
  readonly dial: string;
}

export const cultures: readonly Culture[] = [
  {
    first:
      "James,Mary,Robert,Patricia,Michael,Jennifer,William,Elizabeth,David,Susan,Thomas,Margaret,Daniel,Katherine,Edward,Rebecca,Andrew,Deborah,Joshua,Christine,Samuel,Victoria,Benjamin,Abigail,Nicholas,Olivia,Timothy,Jessica,Gregory,Amanda".split(
        ",",
      ),
    last: "Ashworth,Bellamy,Carrow,Dunmore,Ellison,Fairbank,Garrick,Holloway,Ingram,Jessop,Kirkland,Langford,Merrick,Northcott,Oakes,Pemberton,Quayle,Radcliffe,Stanhope,Thornbury,Underhill,Vance,Whitlock,Yardley,Smith,Johnson,Brown,Wilson,Taylor,Clark".split(
      ",",
    ),
    places: placesIn({
      "United States": "Chicago,Denver,Austin,Portland,Boston,Columbus,Raleigh,San Jose",
      Canada: "Toronto,Calgary",
      "United Kingdom": "Leeds,Bristol",
    }),
    dial: "1",
  },
  {
    first:
      "Jürgen,Anna,Stefan,Katharina,Wolfgang,Sabine,Matthias,Ursula,Andreas,Brigitte,Florian,Heike,Günther,Silke,Tobias,Greta".split(
        ",",
      ),
    last: "Müller,Schäfer,Vogel,Brandt,Köhler,Lindner,Weiß,Hartmann,Krüger,Böhm,Winkler,Seidel,Groß,Pfeiffer,Engel,Lorenz".split(
      ",",
    ),
    places: placesIn({
      Germany: "Hamburg,Leipzig,Köln,Stuttgart,Bremen",
      Austria: "Graz,Linz",
      Switzerland: "Basel",
    }),
    dial: "49",
  },
  {
    first:
      "José,María,Javier,Lucía,Alejandro,Carmen,Francisco,Elena,Diego,Inés,Raúl,Sofía,Álvaro,Beatriz".split(
        ",",
      ),
    last: "García,Fernández,Ibáñez,Navarro,Ortega,Quiroga,Salcedo,Vidal,Peña,Muñoz,Castillo,Romero,Benítez,Lozano".split(
      ",",
    ),
    places: placesIn({
      Spain: "Valencia,Sevilla,Bilbao",
      Mexico: "Monterrey,Puebla",
      Argentina: "Rosario",
    }),
    dial: "34",
  },
  {
    first:
      "Łukasz,Agnieszka,Tomasz,Małgorzata,Paweł,Katarzyna,Grzegorz,Joanna,Marek,Zofia,Ondřej,Petra".split(
        ",",
      ),
    last: "Kowalczyk,Wiśniewski,Zieliński,Wójcik,Dąbrowski,Lewandowska,Jabłoński,Nowicki,Zelenka,Procházka,Šimek,Horáková".split(
      ",",
    ),
    places: placesIn({ Poland: "Kraków,Gdańsk,Poznań,Wrocław", Czechia: "Brno,Ostrava" }),
    dial: "48",
  },
  {
    first:
      "Priya,Arjun,Ananya,Rohan,Kavita,Vikram,Meera,Sanjay,Divya,Rahul,Lakshmi,Nikhil,Asha,Imran".split(
        ",",
      ),
    last: "Sharma,Iyer,Kulkarni,Banerjee,Chaudhary,Nair,Reddy,Deshpande,Kapoor,Mehta,Rao,Venkataraman".split(
      ",",
    ),
    places: placesIn({
      India: "Pune,Bengaluru,Chennai,Hyderabad",
      Singapore: "Singapore",
      "United States": "San Jose",
    }),
    dial: "91",
  },
  {
    first: "Yuki,Haruto,Aiko,Kenji,Naomi,Takashi,Mei,Wei,Jun,Ling,Minh,Thuy,Jisoo,Hyun".split(","),
    last: "Tanaka,Kobayashi,Watanabe,Mori,Hayashi,Chen,Zhang,Liu,Nguyen,Tran,Kim,Park,Ishikawa,Lim".split(
      ",",
    ),
    places: placesIn({
      Japan: "Osaka,Nagoya,Sapporo,Fukuoka",
      "South Korea": "Busan",
      Singapore: "Singapore",
    }),
    dial: "81",
  },
  {
    first:
      "Lars,Ingrid,Søren,Astrid,Mikkel,Freja,Bjørn,Sigrid,Åse,Henrik,Linnea,Jari,Maarten,Saskia".split(
        ",",
      ),
    last: "Lindqvist,Sørensen,Håkansson,Dahl,Nygaard,Bergström,Virtanen,Halvorsen,Østergaard,van Dijk,de Wit,Visser".split(
      ",",
    ),
    places: placesIn({
      Sweden: "Göteborg,Malmö",
      Denmark: "Aarhus,Odense",
      Netherlands: "Utrecht,Eindhoven",
    }),
    dial: "46",
  },
];

/** How often each culture is met, in the order of `cultures`. */
export const cultureWeights: readonly number[] = [56, 12, 8, 7, 7, 5, 5];

/** Short forms that people sign with; a known source of duplicate contacts. */
export const nicknames: Readonly<Record<string, readonly string[]>> = {
  James: ["Jim", "Jamie"],
  Robert: ["Bob", "Rob"],
  Patricia: ["Pat", "Trish"],
  Michael: ["Mike", "Mick"],
  Jennifer: ["Jen", "Jenny"],
  William: ["Bill", "Will"],
  Elizabeth: ["Liz", "Beth"],
  David: ["Dave"],
  Susan: ["Sue"],
  Thomas: ["Tom"],
  Margaret: ["Maggie", "Peggy"],
  Daniel: ["Dan"],
  Katherine: ["Kate", "Kathy"],
  Edward: ["Ed", "Ted"],
  Rebecca: ["Becky"],
  Andrew: ["Andy", "Drew"],
  Deborah: ["Deb"],
  Joshua: ["Josh"],
  Christine: ["Chris"],
  Samuel: ["Sam"],
  Victoria: ["Vicky"],
  Benjamin: ["Ben"],
  Nicholas: ["Nick"],
  Timothy: ["Tim"],
  Jessica: ["Jess"],
  Gregory: ["Greg"],
  Amanda: ["Mandy"],
  Katharina: ["Kathi"],
  Alejandro: ["Alex"],
  Francisco: ["Paco"],
  Małgorzata: ["Gosia"],
  Katarzyna: ["Kasia"],
  Agnieszka: ["Aga"],
};

export const companyStems: readonly string[] =
  "Alder,Amberline,Arcwell,Ashgrove,Bluefen,Brackwater,Calder,Cinderford,Cobalt Ridge,Corvane,Dovetail,Drummond,Eastmere,Elmstead,Fathom,Fernhollow,Foxglove,Glassworth,Granary,Greyfield,Hallmark Bay,Harrowgate,Hazelton,Highmoor,Ironbridge,Ivory Coast,Juniper,Kelvane,Kingsbarrow,Lakemont,Larchwood,Lodestar,Longacre,Marlowe,Mistral,Moorland,Nettlebrook,Northlight,Oakhaven,Orchard Hill,Palisade,Peregrine,Pinecrest,Quarrystone,Quillfeather,Ravensworth,Redwater,Rowanberry,Saltmarsh,Sandstone,Silverbirch,Stonebrook,Sunderly,Tamarack,Thistledown,Tidewater,Umberland,Vantage Point,Vellum,Waterlow,Westerly,Whitestone,Windermoor,Wolds,Yewtree,Zephyrine".split(
    ",",
  );

export const companyTrades: readonly string[] =
  "Analytics,Bearings,Biotech,Ceramics,Chemicals,Components,Controls,Dairy,Diagnostics,Dynamics,Electronics,Energy,Engineering,Environmental,Foods,Freight,Genomics,Glass,Hospitals,Hydraulics,Industries,Laboratories,Logistics,Materials,Medical,Metals,Mills,Motors,Optics,Packaging,Paper,Pharma,Plastics,Polymers,Power,Research,Robotics,Semiconductors,Steel,Systems,Textiles,Utilities,Water Works".split(
    ",",
  );

export const legalForms: readonly string[] =
  "Inc.,LLC,Ltd,GmbH,AG,S.A.,B.V.,Corp.,AB,Sp. z o.o.,Pty Ltd,Co.".split(",");

export const jobTitles: readonly string[] =
  "Head of Procurement,Laboratory Manager,Chief Operating Officer,Quality Engineer,Plant Manager,Purchasing Agent,Director of Research,Maintenance Lead,Process Engineer,Finance Director,Technical Buyer,Operations Manager,IT Manager,Managing Director,Metrology Specialist".split(
    ",",
  );

export const streets: readonly string[] =
  "Mill Lane,Harbour Road,Station Street,Foundry Way,Orchard Avenue,Canal Street,Old Market,Quarry Road,Brunnenweg,Calle del Puerto,Industrial Parkway,Science Park Drive".split(
    ",",
  );
