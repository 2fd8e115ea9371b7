"""Small words for templates: addresses with changed filters, names of countries, weights with their shapes."""

from django import template

register = template.Library()
