"""The 43 territorial forces of England and Wales as reports print them.

Source: the Police Act 1996, schedule 1, the Metropolitan Police and City of London Police; names as used by
HMICFRS. The reader takes any other list as an argument; this one is the default.
"""

from typing import NamedTuple


class ForceName(NamedTuple):
    """`official` is the name a parsed report gives; `short` is what running text uses; `others` are older,
    newer or looser names of the same force."""

    official: str
    short: str
    others: tuple[str, ...] = ()


FORCES = (
    ForceName(
        "Avon and Somerset Constabulary",
        "Avon and Somerset",
        ("Avon & Somerset Constabulary", "Avon and Somerset Police"),
    ),
    ForceName("Bedfordshire Police", "Bedfordshire"),
    ForceName("Cambridgeshire Constabulary", "Cambridgeshire"),
    ForceName("Cheshire Constabulary", "Cheshire"),
    ForceName("City of London Police", "City of London"),
    ForceName("Cleveland Police", "Cleveland"),
    ForceName("Cumbria Constabulary", "Cumbria"),
    ForceName("Derbyshire Constabulary", "Derbyshire"),
    ForceName(
        "Devon and Cornwall Police",
        "Devon and Cornwall",
        ("Devon & Cornwall Police", "Devon & Cornwall Constabulary"),
    ),
    ForceName("Dorset Police", "Dorset"),
    ForceName("Durham Constabulary", "Durham"),
    ForceName("Dyfed-Powys Police", "Dyfed-Powys"),
    ForceName("Essex Police", "Essex"),
    ForceName("Gloucestershire Constabulary", "Gloucestershire"),
    ForceName("Greater Manchester Police", "Greater Manchester"),
    ForceName("Gwent Police", "Gwent"),
    ForceName(
        "Hampshire Constabulary",
        "Hampshire",
        ("Hampshire and Isle of Wight Constabulary", "Hampshire & Isle of Wight Constabulary"),
    ),
    ForceName("Hertfordshire Constabulary", "Hertfordshire"),
    ForceName("Humberside Police", "Humberside"),
    ForceName("Kent Police", "Kent"),
    ForceName("Lancashire Constabulary", "Lancashire"),
    ForceName("Leicestershire Police", "Leicestershire"),
    ForceName("Lincolnshire Police", "Lincolnshire"),
    ForceName("Merseyside Police", "Merseyside"),
    ForceName("Metropolitan Police Service", "Metropolitan", ("Metropolitan Police", "MPS")),
    ForceName("Norfolk Constabulary", "Norfolk"),
    ForceName("North Wales Police", "North Wales"),
    ForceName("North Yorkshire Police", "North Yorkshire"),
    ForceName("Northamptonshire Police", "Northamptonshire"),
    ForceName("Northumbria Police", "Northumbria"),
    ForceName("Nottinghamshire Police", "Nottinghamshire"),
    ForceName("South Wales Police", "South Wales"),
    ForceName("South Yorkshire Police", "South Yorkshire"),
    ForceName("Staffordshire Police", "Staffordshire"),
    ForceName("Suffolk Constabulary", "Suffolk"),
    ForceName("Surrey Police", "Surrey"),
    ForceName("Sussex Police", "Sussex"),
    ForceName("Thames Valley Police", "Thames Valley"),
    ForceName("Warwickshire Police", "Warwickshire"),
    ForceName("West Mercia Police", "West Mercia"),
    ForceName("West Midlands Police", "West Midlands"),
    ForceName("West Yorkshire Police", "West Yorkshire"),
    ForceName("Wiltshire Police", "Wiltshire"),
)
